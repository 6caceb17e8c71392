package dev.rowhouse.clinic;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static dev.rowhouse.testkit.spring.TenantRequests.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.spring.AutoConfigureRowhouseDatabase;
import dev.rowhouse.testkit.spring.IsolationProbe;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** A whole application, which gets its database from one annotation and its tenants with its requests. */
@SpringBootTest(
        properties = {
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false",
            "spring.jpa.open-in-view=false",
            "rowhouse.directory.table=tenant",
            "rowhouse.web.resolvers=header"
        })
@AutoConfigureRowhouseDatabase(scripts = {"/clinic.sql", "/tenants.sql"})
class WholeApplicationIT {
    @Autowired
    WebApplicationContext context;

    @Autowired
    Owners owners;

    private MockMvc mvc;

    @BeforeEach
    void begin() {
        DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(context);
        context.getBeanProvider(FilterRegistrationBean.class)
                .forEach(registration -> builder.addFilters(registration.getFilter()));
        mvc = builder.build();
        for (var row : Map.of(ACME, "Ada", BOLT, "Bill").entrySet()) {
            TenantContext.of(row.getKey()).run(() -> {
                owners.deleteAll();
                owners.save(new Owner(row.getValue()));
            });
        }
    }

    private void expect(String tenant, String names) throws Exception {
        MockHttpServletResponse response =
                mvc.perform(get("/owners").with(tenant(tenant))).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsString()).isEqualTo(names);
    }

    @Test
    void a_tenant_is_sent_in_the_header_that_is_configured() throws Exception {
        expect("acme", "Ada");
        expect(BOLT.toString(), "Bill");
        assertThat(mvc.perform(get("/owners").with(tenant("nobody")))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(404);
        assertThat(mvc.perform(get("/owners")).andReturn().getResponse().getStatus())
                .isEqualTo(400);
    }

    @Test
    void a_context_is_taken_as_it_is() throws Exception {
        assertThat(mvc.perform(get("/owners").with(tenant(TenantContext.of(ACME))))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .isEqualTo("Ada");
    }

    @Nested
    @TestPropertySource(
            properties = {"rowhouse.web.resolvers=subdomain", "rowhouse.web.subdomain.base-domains=example.org"})
    class BySubdomain {
        @Test
        void a_tenant_is_sent_in_the_host() throws Exception {
            expect("bolt", "Bill");
        }
    }

    @Nested
    @TestPropertySource(properties = "rowhouse.web.resolvers=session,header")
    class BySession {
        @Test
        void a_tenant_is_sent_in_the_session() throws Exception {
            expect("bolt", "Bill");
        }
    }

    @Nested
    @TestPropertySource(properties = "rowhouse.web.resolvers=host")
    class ByHost {
        @Test
        void a_tenant_is_sent_as_the_host() throws Exception {
            expect("acme.example.org", "Ada");
        }
    }

    @Nested
    @TestPropertySource(properties = "rowhouse.web.resolvers=path")
    class ByPath {
        @Test
        void a_path_is_the_tests() {
            assertThatThrownBy(() -> mvc.perform(get("/owners").with(tenant("acme"))))
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("the first resolver is path");
        }
    }

    @Test
    void nothing_leaks_between_the_tenants_of_the_application() {
        assertThat(IsolationProbe.of(context, ACME, BOLT).findings())
                .allSatisfy(finding -> assertThat(finding).startsWith("Nothing is proven"));
    }
}
