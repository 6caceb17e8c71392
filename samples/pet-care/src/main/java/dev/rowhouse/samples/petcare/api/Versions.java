package dev.rowhouse.samples.petcare.api;

import dev.rowhouse.hibernate.TenantEntity;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;

/** The version of a row as its entity tag: who changes something says which version was seen. */
public final class Versions {
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    private Versions() {}

    public static UUID id(TenantEntity entity) {
        return Objects.requireNonNull(entity.getId());
    }

    public static long version(TenantEntity entity) {
        return Objects.requireNonNull(entity.getVersion());
    }

    public static <T extends Versioned> ResponseEntity<T> ok(T view) {
        return ResponseEntity.ok().eTag(tag(view)).body(view);
    }

    public static <T extends Versioned> ResponseEntity<T> created(String path, T view) {
        return ResponseEntity.created(URI.create(path + "/" + view.id()))
                .eTag(tag(view))
                .body(view);
    }

    private static String tag(Versioned view) {
        return "\"" + view.version() + "\"";
    }

    /** Refuses to change what is not what the client has seen. */
    public static void requireMatch(@Nullable String ifMatch, TenantEntity entity) {
        if (ifMatch == null) {
            throw Problems.problem(
                    HttpStatus.PRECONDITION_REQUIRED,
                    "version-required",
                    "Version required",
                    "Send the entity tag of what you have seen in If-Match, so that nobody's change is lost.");
        }
        Matcher matcher = TAG.matcher(ifMatch.strip());
        requireVersion(matcher.matches() ? Long.parseLong(matcher.group(1)) : -1, entity);
    }

    public static void requireVersion(long seen, TenantEntity entity) {
        if (seen != version(entity)) {
            throw stale(entity);
        }
    }

    private static ErrorResponseException stale(TenantEntity entity) {
        String by = entity.getUpdatedBy();
        ErrorResponseException problem = changed("It was changed" + (by == null ? "" : " by " + by)
                + " since you have seen it. Look at it again, and repeat what you want with its new version.");
        problem.getBody().setProperty("currentVersion", version(entity));
        return problem;
    }

    static ErrorResponseException changed(String detail) {
        return Problems.problem(HttpStatus.PRECONDITION_FAILED, "changed-meanwhile", "Changed meanwhile", detail);
    }
}
