package dev.rowhouse.samples.petcare;

import static dev.rowhouse.samples.petcare.PetCareServer.HAPPY_PAWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.petcare.PetCareServer.Answer;
import dev.rowhouse.samples.petcare.attack.AttackResult;
import dev.rowhouse.samples.petcare.attack.Attacks;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.BusinessRepository;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The attack page, with Rowhouse and without it. */
class AttacksIT {
    private static List<AttackResult> attack(PetCareServer server, String slug) {
        Business attacker =
                server.bean(BusinessRepository.class).findBySlug(slug).orElseThrow();
        return TenantContext.of(attacker.getId())
                .withActor("attacker")
                .call(() -> server.bean(Attacks.class).run());
    }

    @Test
    void with_rowhouse_each_attack_is_held_off_by_the_rule_that_has_to() {
        List<AttackResult> results = attack(PetCareServer.get(), HAPPY_PAWS);

        assertThat(results).hasSize(30).allSatisfy(result -> {
            assertThat(result.held()).as(result.toString()).isTrue();
            assertThat(result.asExpected()).as(result.toString()).isTrue();
        });
        assertThat(results.stream().map(AttackResult::rule).distinct()).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void without_it_most_get_through() {
        List<AttackResult> results = attack(PetCareServer.unprotected(), HAPPY_PAWS);

        assertThat(results.stream().filter(AttackResult::held).map(AttackResult::title))
                .as("what Hibernate's own filter and the guard of soft-deletable entities hold off")
                .containsExactlyInAnyOrder(
                        "Guess the id of a pet",
                        "Cancel an appointment of which only the id is known",
                        "Give back money that another business was paid",
                        "Update in bulk by JPQL, where clause forgotten",
                        "Delete in bulk by JPQL",
                        "The same with a repository");
        assertThat(results.stream().filter(result -> !result.held()))
                .hasSize(24)
                .allSatisfy(result -> assertThat(result.rule()).isEqualTo("Nothing held it off"));
    }

    @Test
    void attacks_leave_the_other_business_as_it_was() {
        PetCareServer server = PetCareServer.get();
        List<String> paths = List.of("/api/pets?size=100", "/api/owners?size=100", "/api/takings", "/api/staff");
        String victim = "tail-and-whisker";
        List<String> before =
                paths.stream().map(path -> server.get(victim, path).body()).toList();

        attack(server, HAPPY_PAWS);
        attack(server, victim);
        attack(server, PetCareServer.MORI);

        assertThat(paths.stream().map(path -> server.get(victim, path).body())).isEqualTo(before);
    }

    @Test
    void the_page_says_by_which_rule() {
        Answer before = PetCareServer.get().get(HAPPY_PAWS, "/attack");
        Answer held = PetCareServer.get().submit(HAPPY_PAWS, "/attack", Map.of());
        Answer leaked = PetCareServer.unprotected().submit(HAPPY_PAWS, "/attack", Map.of());

        assertThat(before.body()).contains("Run the attacks").doesNotContain("were held off");
        assertThat(held.status()).isEqualTo(200);
        assertThat(held.body())
                .contains("30 of 30 attacks were held off.")
                .contains("Tenant resolution: header and subdomain name different businesses (400)")
                .contains("Foreign key with the tenant in it")
                .contains("Statement guard")
                .contains("Signed context")
                .doesNotContain("Rowhouse is off");
        assertThat(leaked.body()).contains("6 of 30 attacks were held off.", "24 got through.", "Rowhouse is off");
    }

    @Test
    void without_attacks_the_application_works_without_rowhouse_too() {
        PetCareServer server = PetCareServer.unprotected();

        Answer calendar = server.get(HAPPY_PAWS, "/calendar");
        Answer pets = server.get(HAPPY_PAWS, "/api/pets?size=100");
        Answer others = server.get(PetCareServer.MORI, "/api/pets?size=100");

        assertThat(calendar.body()).contains("Happy Paws Veterinary Clinic", "Dr. Maya Lindqvist");
        assertThat(pets.json().get("items").size()).isPositive();
        assertThat(pets.json().get("items").get(0).get("id"))
                .isNotIn((Object) others.json().get("items").get(0).get("id"));
    }
}
