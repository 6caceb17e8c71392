package dev.rowhouse.samples.tasks;

import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.UuidV7;
import dev.rowhouse.samples.tasks.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Users and their access tokens, with SQL of our own. No statement names a tenant: the context does. */
final class Users {
    private static final UuidV7 IDS = UuidV7.generator();

    private final TenantJdbc jdbc;
    private final Duration tokenLifetime;

    Users(TenantJdbc jdbc, Duration tokenLifetime) {
        this.jdbc = jdbc;
        this.tokenLifetime = tokenLifetime;
    }

    /** A token as its user sees it in a list. */
    record TokenInfo(UUID id, String device, Instant createdAt, Instant expiresAt) {}

    /** A token at the only moment at which it can be read. */
    record NewToken(TokenInfo info, AccessToken token) {}

    /** A user at the moment of registration. */
    record Registered(User user, NewToken token) {}

    /** Makes a tenant of a new user: the id is new, so the context can be its own from the first statement on. */
    Registered register(String email, String name, String timeZone, String device) {
        UUID id = IDS.get();
        try {
            return TenantContext.of(id)
                    .withActor(device)
                    .call(() -> jdbc.inTransaction(() -> {
                        User user = jdbc.sql("""
                                insert into phase2.app_user (email, name, time_zone)
                                values (:email, :name, :timeZone)
                                """)
                                .bind("email", email)
                                .bind("name", name)
                                .bind("timeZone", timeZone)
                                .returning(User.class)
                                .single();
                        return new Registered(user, createToken(device));
                    }));
        } catch (DuplicateKeyException e) {
            if (e.constraint().orElse("").equals("app_user_email_taken")) {
                throw new ProblemException(409, "This e-mail address belongs to a user already. Take another.");
            }
            throw e;
        }
    }

    /** Makes a token for another device, and clears away those that have expired. */
    NewToken createToken(String device) {
        AccessToken token = AccessToken.create(TenantContext.require().tenantId());
        return jdbc.inTransaction(() -> {
            jdbc.sql("delete from phase2.access_token where expires_at <= now()")
                    .update();
            TokenInfo info = jdbc.sql("""
                            insert into phase2.access_token (id, token_hash, device, expires_at)
                            values (:id, :hash, :device, now() + :lifetime)
                            """)
                    .bind("id", IDS.get())
                    .bind("hash", token.hash())
                    .bind("device", device)
                    .bind("lifetime", tokenLifetime)
                    .returning(TokenInfo.class)
                    .single();
            return new NewToken(info, token);
        });
    }

    /** Looks a token up among those of the user that it claims to be of. Runs in that user's context. */
    Optional<Session> session(AccessToken token) {
        return jdbc.sql("""
                        select t.device, u.time_zone
                        from phase2.access_token as t
                        join phase2.app_user as u on u.tenant_id = t.tenant_id
                        where t.token_hash = :hash
                        and t.expires_at > now()
                        """).bind("hash", token.hash()).map(Session.class).optional();
    }

    User current() {
        return jdbc.sql("select tenant_id, email, name, time_zone, created_at from phase2.app_user")
                .map(User.class)
                .single();
    }

    List<TokenInfo> tokens() {
        return jdbc.sql("""
                        select id, device, created_at, expires_at
                        from phase2.access_token
                        where expires_at > now()
                        order by created_at, id
                        """).map(TokenInfo.class).list();
    }

    boolean revokeToken(UUID id) {
        return jdbc.sql("delete from phase2.access_token where id = :id")
                        .bind("id", id)
                        .update()
                > 0;
    }
}
