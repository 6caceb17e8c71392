package dev.rowhouse.samples.petcare.demo;

import dev.rowhouse.samples.petcare.practice.CareService;
import java.util.List;

/**
 * Who and what there is in a business of the demonstration.
 *
 * @param prefix of phone numbers
 * @param staff who works there, and as what
 * @param places where pets are looked after
 * @param prices of a short, a medium and a long service, in the smallest unit of the currency
 * @param offers names of the services, each with its minutes
 * @param owners names of clients
 * @param pets names of pets
 */
record DemoNames(
        String prefix,
        List<Named> staff,
        List<Named> places,
        long prices,
        List<Offer> offers,
        List<String> owners,
        List<String> pets) {
    static final List<Kind> KINDS = List.of(
            new Kind("dog", List.of("Border Collie", "Dachshund", "Labrador", "Poodle", "Greyhound", "of all sorts")),
            new Kind("cat", List.of("tabby", "Siamese", "Maine Coon", "black and white", "tortoiseshell")),
            new Kind("rabbit", List.of("lop-eared", "Dutch dwarf")),
            new Kind("guinea pig", List.of("rosette", "smooth-haired")),
            new Kind("tortoise", List.of("Hermann's")));

    static final List<String> VACCINES = List.of("Rabies", "Distemper", "Leptospirosis", "Parvovirus", "Myxomatosis");

    static final List<String> NOTES = List.of(
            "Afraid of other dogs.",
            "Bites when held by the paws.",
            "Allergic to penicillin.",
            "Gets a biscuit afterwards.",
            "Diabetic, insulin twice a day.");

    static final List<String> REQUESTS = List.of(
            "Limps on the left hind leg.",
            "Scratches behind the ears.",
            "Second visit, stitches out.",
            "Wants the short summer cut.",
            "Has not eaten since yesterday.");

    private static final List<String> ANYWHERE = List.of(
            "Bella", "Charlie", "Max", "Coco", "Simba", "Rosie", "Teddy", "Lola", "Milo", "Daisy", "Oscar", "Ruby",
            "Loki", "Maggie", "Zoe", "Jasper", "Gracie", "Finn", "Stella", "Leo", "Willow", "Toby", "Molly", "Archie",
            "Ellie", "Gus", "Lily", "Rufus", "Sadie", "Hugo", "Penny", "Felix", "Ginger", "Bruno", "Mocha", "Pip",
            "Sasha", "Winston");

    /** The name of the next pet; those of the place come first. */
    String pet(int number) {
        int local = pets.size();
        return number < local ? pets.get(number) : ANYWHERE.get((number - local) % ANYWHERE.size());
    }

    record Named(String name, String what) {}

    record Kind(String species, List<String> breeds) {}

    record Offer(String name, int minutes) {}

    List<CareService> services() {
        return offers.stream()
                .map(offer -> {
                    long price = prices * offer.minutes() / 15;
                    return new CareService(offer.name(), offer.minutes(), price, offer.minutes() >= 60 ? price / 5 : 0);
                })
                .toList();
    }

    static DemoNames of(String slug) {
        return switch (slug) {
            case "happy-paws" ->
                new DemoNames(
                        "1 503",
                        List.of(
                                new Named("Dr. Maya Lindqvist", "vet"),
                                new Named("Dr. Andre Coleman", "vet"),
                                new Named("Priya Raman", "nurse"),
                                new Named("Tom Alvarez", "nurse")),
                        List.of(
                                new Named("Room Cedar", "room"),
                                new Named("Room Maple", "room"),
                                new Named("Room Alder", "room"),
                                new Named("X-ray table", "table"),
                                new Named("Dental table", "table")),
                        3000,
                        List.of(
                                new Offer("Check-up", 30),
                                new Offer("Vaccination", 15),
                                new Offer("Dental cleaning", 60),
                                new Offer("X-ray", 45),
                                new Offer("Nail trim", 15)),
                        List.of(
                                "Olivia Bennett",
                                "Marcus Webb",
                                "Grace Okafor",
                                "Daniel Kim",
                                "Sofia Herrera",
                                "Ethan Brooks",
                                "Hannah O'Neill",
                                "Jamal Washington",
                                "Chloé Dubois",
                                "Ravi Patel",
                                "Emma Lindholm",
                                "Noah Feldman",
                                "Ines Carvalho",
                                "Liam Gallagher",
                                "Mei-Ling Chen",
                                "Peter Novak",
                                "Ruth Goldberg",
                                "Sam Taylor",
                                "Zara Hussain",
                                "Walt Jennings"),
                        List.of(
                                "Biscuit",
                                "Luna",
                                "Ziggy",
                                "Pepper",
                                "Moose",
                                "Clementine",
                                "Otis",
                                "Hazel",
                                "Waffles",
                                "Juniper",
                                "Bandit",
                                "Olive",
                                "Turbo",
                                "Poppy"));
            case "tail-and-whisker" ->
                new DemoNames(
                        "44 131",
                        List.of(
                                new Named("Isla McAllister", "groomer"),
                                new Named("Callum Reid", "groomer"),
                                new Named("Aoife Byrne", "stylist")),
                        List.of(
                                new Named("Copper tub", "tub"),
                                new Named("Tin tub", "tub"),
                                new Named("Window table", "table"),
                                new Named("Quiet table", "table")),
                        1100,
                        List.of(
                                new Offer("Bath and brush", 45),
                                new Offer("Full groom", 90),
                                new Offer("Claw clip", 15),
                                new Offer("Puppy's first cut", 60),
                                new Offer("De-shedding", 45)),
                        List.of(
                                "Fiona Drummond",
                                "Hamish Baird",
                                "Eilidh Stewart",
                                "Rory Campbell",
                                "Morag Sinclair",
                                "Angus Fraser",
                                "Catriona Muir",
                                "Duncan Ross",
                                "Siobhan Kelly",
                                "Neil Buchanan",
                                "Wendy Harkness",
                                "Gavin Pringle",
                                "Shona Lamont",
                                "Ewan Galbraith"),
                        List.of(
                                "Haggis",
                                "Bonnie",
                                "Tattie",
                                "Heather",
                                "Bramble",
                                "Scone",
                                "Nessie",
                                "Fergus",
                                "Thistle",
                                "Angus",
                                "Skye",
                                "Porridge"));
            case "pfotenhof" ->
                new DemoNames(
                        "41 44",
                        List.of(
                                new Named("Dr. Regula Frick", "Tierärztin"),
                                new Named("Matthias Böhi", "Tierarzt"),
                                new Named("Aline Perrin", "Praxisassistentin")),
                        List.of(
                                new Named("Zimmer Linde", "room"),
                                new Named("Zimmer Ahorn", "room"),
                                new Named("Zimmer Esche", "room"),
                                new Named("OP-Tisch", "table")),
                        4200,
                        List.of(
                                new Offer("Impfung", 15),
                                new Offer("Kontrolle", 30),
                                new Offer("Zahnreinigung", 60),
                                new Offer("Ultraschall", 45),
                                new Offer("Verbandwechsel", 15)),
                        List.of(
                                "Zoë Ammann",
                                "Reto Bürgi",
                                "Noémie Favre",
                                "Jürg Müller",
                                "Käthi Zürcher",
                                "Beat Gfeller",
                                "Luca Bernasconi",
                                "Ursina Caduff",
                                "Göran Sjöberg",
                                "Anna-Lena Weiß",
                                "Thomas Hösli",
                                "Silvia Rüegg",
                                "Oriane Blanc",
                                "Damian Zgraggen"),
                        List.of(
                                "Bläss",
                                "Minouche",
                                "Räuber",
                                "Flöckli",
                                "Züsi",
                                "Balu",
                                "Schnurrli",
                                "Nala",
                                "Tigerli",
                                "Rocky",
                                "Lumpi",
                                "Mia"));
            case "patas-felizes" ->
                new DemoNames(
                        "55 11",
                        List.of(
                                new Named("Conceição Araújo", "tosadora"),
                                new Named("João Pedro Lima", "banhista"),
                                new Named("Beatriz Gonçalves", "tosadora"),
                                new Named("Thiago Nóbrega", "veterinário")),
                        List.of(
                                new Named("Banheira Azul", "tub"),
                                new Named("Banheira Verde", "tub"),
                                new Named("Mesa 1", "table"),
                                new Named("Mesa 2", "table"),
                                new Named("Consultório", "room")),
                        2500,
                        List.of(
                                new Offer("Banho", 30),
                                new Offer("Banho e tosa", 75),
                                new Offer("Tosa higiênica", 45),
                                new Offer("Corte de unhas", 15),
                                new Offer("Hidratação", 30)),
                        List.of(
                                "Ana Clara Souza",
                                "Márcio Teixeira",
                                "Luíza Antunes",
                                "Rafael Brandão",
                                "Júlia Peçanha",
                                "Otávio Ribeiro",
                                "Camila Figueirêdo",
                                "Zé Roberto Alves",
                                "Helena Magalhães",
                                "Ícaro Bastos",
                                "Yasmin Queiroz",
                                "Caio Monteiro"),
                        List.of(
                                "Paçoca",
                                "Feijão",
                                "Mel",
                                "Pipoca",
                                "Brigadeiro",
                                "Nina",
                                "Tapioca",
                                "Bento",
                                "Amora",
                                "Chico",
                                "Farofa"));
            default ->
                new DemoNames(
                        "81 3",
                        List.of(
                                new Named("森 さくら Mori Sakura", "獣医師"),
                                new Named("田中 健 Tanaka Ken", "獣医師"),
                                new Named("小林 葵 Kobayashi Aoi", "看護師")),
                        List.of(
                                new Named("診察室 1", "room"),
                                new Named("診察室 2", "room"),
                                new Named("診察室 3", "room"),
                                new Named("処置台", "table")),
                        2200,
                        List.of(
                                new Offer("健康診断 Check-up", 30),
                                new Offer("ワクチン Vaccination", 15),
                                new Offer("歯石除去 Dental", 60),
                                new Offer("エコー Ultrasound", 45)),
                        List.of(
                                "佐藤 陽菜",
                                "鈴木 蓮",
                                "高橋 結衣",
                                "伊藤 大翔",
                                "渡辺 美咲",
                                "山本 悠真",
                                "中村 凛",
                                "加藤 樹",
                                "吉田 千尋",
                                "山田 花子",
                                "佐々木 翼",
                                "Emily Carter"),
                        List.of("モモ", "ソラ", "ハナ", "コテツ", "きなこ", "マロン", "レオ", "小麦", "ムギ", "チョコ"));
        };
    }
}
