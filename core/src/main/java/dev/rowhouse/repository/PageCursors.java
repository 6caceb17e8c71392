package dev.rowhouse.repository;

import static java.util.Objects.requireNonNull;

import jakarta.data.Sort;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import jakarta.data.page.impl.CursoredPageRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cursors of pages and reads them back: opaque texts, encrypted and authenticated together with the tenant, the
 * table and the order they were made for. Nobody learns the values of a row from one, changes one, makes one up, or uses
 * one for another tenant.
 *
 * <p>By default the key lives as long as the process ({@link #ofThisProcess()}). Where cursors must outlive it, or several
 * instances of an application serve the same clients, give all of them the same secret.
 *
 * <p>{@link #seal}, {@link #open} and {@link #page} are for implementations of {@link TenantRepository}. Safe for use by
 * many threads.
 *
 * @since 0.1
 */
public final class PageCursors {
    /** Least number of bytes of a secret: {@value}. */
    public static final int MIN_SECRET_LENGTH = 32;

    private static final PageCursors OF_THIS_PROCESS = withSecret(random());

    private final List<CursorCipher> ciphers;

    private PageCursors(List<CursorCipher> ciphers) {
        this.ciphers = ciphers;
    }

    /**
     * Returns cursors that are good until the process ends, and unknown to any other.
     *
     * @return the same object each time
     */
    public static PageCursors ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /**
     * Returns cursors that are good wherever the same secret is given.
     *
     * @param secret at least {@value #MIN_SECRET_LENGTH} random bytes, from the application's configuration
     * @param previous secrets that were in use before; cursors made with them are still read
     * @return the cursors
     * @throws IllegalArgumentException if a secret is too short
     */
    public static PageCursors withSecret(byte[] secret, byte[]... previous) {
        List<CursorCipher> ciphers = new ArrayList<>(1 + previous.length);
        ciphers.add(cipher(secret));
        for (byte[] old : previous) {
            ciphers.add(cipher(old));
        }
        return new PageCursors(List.copyOf(ciphers));
    }

    private static CursorCipher cipher(byte[] secret) {
        if (requireNonNull(secret, "secret").length < MIN_SECRET_LENGTH) {
            throw new IllegalArgumentException("Setting the secret of page cursors: it has " + secret.length
                    + " bytes. Give " + MIN_SECRET_LENGTH + " random ones or more, such as: openssl rand -base64 32");
        }
        return new CursorCipher(secret);
    }

    private static byte[] random() {
        byte[] secret = new byte[MIN_SECRET_LENGTH];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /**
     * Makes the cursor of one row. The text is made when somebody asks for it.
     *
     * @param scope what the cursor is good for
     * @param key the row's values in the scope's order
     * @return the cursor; its only element is the text
     * @throws IllegalArgumentException if a value is of a type that cannot be in a cursor
     */
    public PageRequest.Cursor seal(Scope scope, List<? extends @Nullable Object> key) {
        return new SealedCursor(this, scope, CursorValues.checked(scope, key));
    }

    /**
     * Reads a cursor.
     *
     * @param scope what it is used for
     * @param cursor the cursor, made here or carried back by a client
     * @return the values that it was made with
     * @throws InvalidCursorException if it was not made with this secret for this scope
     */
    public List<@Nullable Object> open(Scope scope, PageRequest.Cursor cursor) {
        if (cursor instanceof SealedCursor sealed
                && sealed.isOf(this)
                && sealed.scope().equals(scope)) {
            return sealed.key();
        }
        if (cursor.size() != 1 || !(cursor.get(0) instanceof String text)) {
            throw invalid(scope, "it has other elements than one text", null);
        }
        Exception last = null;
        for (CursorCipher cipher : ciphers) {
            try {
                return CursorValues.read(cipher.decrypt(text, scope.bytes()));
            } catch (CursorCipher.Refused | UncheckedIOException e) {
                last = e;
            }
        }
        throw invalid(
                scope, "it was made for another tenant, table or order, or not with this application's secret", last);
    }

    private static InvalidCursorException invalid(Scope scope, String found, @Nullable Exception cause) {
        return new InvalidCursorException(
                "Reading the cursor of a page of " + scope.entity() + " for tenant " + scope.tenantId() + ": " + found
                        + ". Begin again with the first page; if several instances of the application serve the same"
                        + " clients, give them the same PageCursors.withSecret(...).",
                cause);
    }

    String text(Scope scope, List<@Nullable Object> key) {
        return ciphers.get(0).encrypt(CursorValues.write(key), scope.bytes());
    }

    /**
     * Makes a page with the cursors of its rows and the requests that lead on from it.
     *
     * @param scope what the cursors are good for
     * @param request what was asked for
     * @param rows the rows, in the scope's order
     * @param more whether there are more rows in the direction of the request
     * @param total how many entities there are on all pages, or -1 if that was not asked
     * @param key reads a row's values in the scope's order
     * @param <T> the entity
     * @return the page
     */
    public <T> CursoredPage<T> page(
            Scope scope,
            PageRequest request,
            List<T> rows,
            boolean more,
            long total,
            Function<? super T, ? extends List<? extends @Nullable Object>> key) {
        List<PageRequest.Cursor> cursors = new ArrayList<>(rows.size());
        for (T row : rows) {
            cursors.add(seal(scope, key.apply(row)));
        }
        PageRequest next = null;
        PageRequest previous = null;
        if (!rows.isEmpty()) {
            boolean backwards = request.mode() == PageRequest.Mode.CURSOR_PREVIOUS;
            boolean forwards = request.mode() == PageRequest.Mode.CURSOR_NEXT;
            if (backwards || more) {
                next = PageRequest.afterCursor(
                        cursors.get(cursors.size() - 1), request.page() + 1, request.size(), request.requestTotal());
            }
            if (forwards || (backwards ? more : request.page() > 1)) {
                previous = PageRequest.beforeCursor(
                        cursors.get(0), Math.max(1, request.page() - 1), request.size(), request.requestTotal());
            }
        }
        return new CursoredPageRecord<>(rows, cursors, total, request, next, previous);
    }

    /**
     * What a cursor is good for.
     *
     * @param tenantId the tenant
     * @param entity the table or entity
     * @param sorts the complete order, which no two rows share a place in
     * @since 0.1
     */
    public record Scope(UUID tenantId, String entity, List<? extends Sort<?>> sorts) {
        /**
         * Copies the order.
         *
         * @param tenantId the tenant
         * @param entity the table or entity
         * @param sorts the complete order
         */
        public Scope {
            requireNonNull(tenantId, "tenantId");
            requireNonNull(entity, "entity");
            sorts = List.copyOf(sorts);
        }

        /** The scope as authenticated data: no two scopes have the same. */
        byte[] bytes() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeLong(tenantId.getMostSignificantBits());
                out.writeLong(tenantId.getLeastSignificantBits());
                out.writeUTF(entity);
                for (Sort<?> sort : sorts) {
                    out.writeUTF(sort.property());
                    out.writeBoolean(sort.isAscending());
                    out.writeBoolean(sort.ignoreCase());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }
}
