package dev.rowhouse.samples.petcare.load;

import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Runs the load test, prints what it measured, and ends the application. */
@Component
@Profile("load")
class LoadRunner implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(LoadRunner.class);

    private final Load load;
    private final LoadProperties properties;
    private final ConfigurableApplicationContext context;

    LoadRunner(Load load, LoadProperties properties, ConfigurableApplicationContext context) {
        this.load = load;
        this.properties = properties;
        this.context = context;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        log.info("Working: {}", properties);
        log.info(
                "Milliseconds at the data access layer:\n{}",
                load.run(properties).stream()
                        .map(figures -> String.format(
                                Locale.ROOT,
                                "%-45s %-6s %8d times   median %6.2f   p99 %6.2f   longest %7.2f",
                                figures.work(),
                                figures.writes() ? "write" : "read",
                                figures.count(),
                                figures.median(),
                                figures.p99(),
                                figures.longest()))
                        .collect(Collectors.joining("\n")));
        SpringApplication.exit(context);
    }
}
