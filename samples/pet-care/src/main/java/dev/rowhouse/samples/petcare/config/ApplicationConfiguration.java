package dev.rowhouse.samples.petcare.config;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApplicationConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Pet care")
                                .version("1")
                                .description(
                                        "The scheduler of one business: the one whose subdomain the request goes to. Changes need the"
                                                + " entity tag of what was seen (If-Match); failures are problem details (RFC 9457)."));
    }
}
