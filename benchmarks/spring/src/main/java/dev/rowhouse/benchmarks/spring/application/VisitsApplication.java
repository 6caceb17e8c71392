package dev.rowhouse.benchmarks.spring.application;

import java.io.PrintStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Reads visits. Profile {@code jpa} adds Hibernate; profile {@code by-hand} names the tenant in each query. */
@SpringBootApplication(proxyBeanMethods = false)
public class VisitsApplication {
    /** What it prints when it serves: this and its port. */
    public static final String READY = "ready ";

    /**
     * Runs.
     *
     * @param arguments Spring Boot's
     */
    @SuppressForbidden // talks to the process that started it
    public static void main(String... arguments) {
        SpringApplication application = new SpringApplication(VisitsApplication.class);
        application.addListeners((ApplicationListener<ApplicationReadyEvent>) event -> announce(event, System.out));
        application.run(arguments);
    }

    private static void announce(ApplicationReadyEvent event, PrintStream out) {
        out.println(READY + event.getApplicationContext().getEnvironment().getProperty("local.server.port"));
    }
}
