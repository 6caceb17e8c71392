package dev.rowhouse.hibernate.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HibernateVersionTest {
    @Test
    void the_version_that_is_there_is_taken() {
        assertThatCode(HibernateVersion::require).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.4.0.Final", "7.5.0.Beta1", "7.12.1.Final", "[WORKING]"})
    void versions_that_may_work_are_taken(String version) {
        assertThatCode(() -> HibernateVersion.require(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.6.1.Final", "7.3.9.Final"})
    void versions_before_are_refused(String version) {
        assertThatThrownBy(() -> HibernateVersion.require(version))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Starting Hibernate with Rowhouse: found Hibernate " + version
                        + ", and Rowhouse is built for Hibernate 7.4. Put Hibernate 7.4 on the class path.");
    }

    @Test
    void another_major_version_is_refused_and_its_policies_named() {
        assertThatThrownBy(() -> HibernateVersion.require("8.0.0.Beta1"))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("Hibernate 8 exports policies of its own");
    }
}
