package dev.rowhouse.clinic.pages;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class OwnerPages {
    private final JdbcClient client;

    OwnerPages(JdbcClient client) {
        this.client = client;
    }

    @GetMapping("/owners")
    String owners() {
        return String.join(
                ",",
                client.sql("select name from owner where deleted_at is null order by name")
                        .query(String.class)
                        .list());
    }
}
