-- The businesses of the demonstration. Their rows are made when the application starts, so that today's calendar is full.
insert into business (id, slug, name, tagline, city, time_zone, currency, opens, closes, status)
values
    ('0198a000-0000-7000-8000-000000000001', 'happy-paws', 'Happy Paws Veterinary Clinic',
        'Small animals, big hearts', 'Portland', 'America/Los_Angeles', 'USD', '08:00', '18:00', 'active'),
    ('0198a000-0000-7000-8000-000000000002', 'tail-and-whisker', 'Tail & Whisker Grooming Parlour',
        'Walk in scruffy, trot out splendid', 'Edinburgh', 'Europe/London', 'GBP', '09:00', '17:30', 'active'),
    ('0198a000-0000-7000-8000-000000000003', 'pfotenhof', 'Tierpraxis Pfotenhof',
        'Für Hund, Katz und Huhn', 'Zürich', 'Europe/Zurich', 'CHF', '07:30', '18:00', 'active'),
    ('0198a000-0000-7000-8000-000000000004', 'patas-felizes', 'Patas Felizes Banho e Tosa',
        'Cheirosos e felizes', 'São Paulo', 'America/Sao_Paulo', 'BRL', '08:00', '19:00', 'active'),
    ('0198a000-0000-7000-8000-000000000005', 'mori', 'もりの動物病院 Mori Animal Hospital',
        '森のそばで', '東京 Tokyo', 'Asia/Tokyo', 'JPY', '09:00', '18:00', 'active'),
    ('0198a000-0000-7000-8000-000000000006', 'closed-kennels', 'Closed Kennels',
        'Has not paid its bill', 'Bristol', 'Europe/London', 'GBP', '09:00', '17:00', 'suspended')
on conflict (id) do update set
    slug = excluded.slug, name = excluded.name, tagline = excluded.tagline, city = excluded.city,
    time_zone = excluded.time_zone, currency = excluded.currency, opens = excluded.opens, closes = excluded.closes,
    status = excluded.status;
