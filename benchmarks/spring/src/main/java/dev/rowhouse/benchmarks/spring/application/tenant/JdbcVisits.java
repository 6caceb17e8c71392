package dev.rowhouse.benchmarks.spring.application.tenant;

import dev.rowhouse.benchmarks.spring.application.VisitAnswer;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One query a request, by Spring's client. */
@RestController
@Profile("!by-hand")
class JdbcVisits {
    private final JdbcClient jdbc;

    JdbcVisits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/jdbc/{id}")
    VisitAnswer visit(@PathVariable("id") UUID id) {
        return jdbc.sql("select id, starts_at, pet, note from visit where id = ?")
                .param(id)
                .query(VisitAnswer.class)
                .single();
    }
}
