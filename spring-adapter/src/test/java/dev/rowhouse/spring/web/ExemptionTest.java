package dev.rowhouse.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.util.pattern.PathPatternParser;

class ExemptionTest {
    private static MockHttpServletRequest request(String context, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", context + path);
        request.setContextPath(context);
        return request;
    }

    private static Exemption exemption(String pattern) {
        return Exemption.of(PathPatternParser.defaultInstance.parse(pattern));
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/**, /actuator",
        "/actuator/**, /actuator/health",
        "/actuator/**, /%61ctuator/health",
        "/actuator/**, /actuator;v=1/health",
        "/public/*.html, /public/a.html",
        "/status, /status",
        "/{any}/open, /here/open",
        "/st?tus, /status",
        "/**, /pets"
    })
    void a_path_of_the_pattern_is_exempt(String pattern, String path) {
        assertThat(exemption(pattern).isWithoutTenant(request("", path))).isTrue();
        assertThat(exemption(pattern).isWithoutTenant(request("/clinic", path))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/**, /pets",
        "/actuator/**, /pets/actuator/health",
        "/actuator/**, /actuators",
        "/actuator/**, /Actuator/health",
        "/status, /status/pets",
        "/{any}/open, /here/closed"
    })
    void another_is_not(String pattern, String path) {
        assertThat(exemption(pattern).isWithoutTenant(request("", path))).isFalse();
        assertThat(exemption(pattern).isWithoutTenant(request("/actuator", path)))
                .isFalse();
    }

    @Test
    void any_of_some_is_enough() {
        Exemption both = Exemption.anyOf(List.of(exemption("/status"), exemption("/actuator/**")));

        assertThat(both.isWithoutTenant(request("", "/actuator/health"))).isTrue();
        assertThat(both.isWithoutTenant(request("", "/pets"))).isFalse();
        assertThat(Exemption.anyOf(List.of()).isWithoutTenant(request("", "/pets")))
                .isFalse();
    }
}
