package dev.rowhouse.samples.petcare;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application. {@code --pet-care.unprotected} starts the comparison without Rowhouse, {@code --pet-care.load} the load test. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PetCare {
    public static void main(String... arguments) {
        // the attack page talks to the application as other hosts than the address says
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        SpringApplication application = new SpringApplication(PetCare.class);
        application.setAdditionalProfiles(Arrays.stream(new String[] {"unprotected", "load"})
                .filter(profile -> Arrays.asList(arguments).contains("--pet-care." + profile))
                .toArray(String[]::new));
        application.run(arguments);
    }
}
