package dev.rowhouse.samples.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Handler READ = request -> Response.noContent();
    private static final Handler CHANGE = request -> Response.noContent();

    private final Router router = new Router().route("GET", "/tasks/{id}", READ).route("PUT", "/tasks/{id}", CHANGE);

    @Test
    void the_method_chooses_and_variables_are_decoded() {
        Router.Match match = router.find("PUT", "/tasks/a%20b");

        assertThat(match.handler()).isSameAs(CHANGE);
        assertThat(match.variables()).containsOnly(Map.entry("id", "a b"));
    }

    @Test
    void an_unknown_address_is_not_found() {
        for (String path : new String[] {"/", "", "/tasks", "/tasks/1/2", "/tasks/1/", "//tasks/1", "/Tasks/1"}) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> router.find("GET", path))
                            .response()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void another_method_is_told_which_there_are() {
        Response response = catchThrowableOfType(ProblemException.class, () -> router.find("POST", "/tasks/1"))
                .response();

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "GET, PUT");
    }
}
