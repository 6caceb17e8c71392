package dev.rowhouse.spring.client;

import dev.rowhouse.RowhouseException;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;

/** Builds clients twice: as they are meant to be, and so that they do not follow redirects. */
final class BuiltClients {
    private BuiltClients() {}

    static <T> T guarded(
            Function<@Nullable HttpClientSettings, ? extends T> builder,
            @Nullable HttpClientSettings settings,
            BinaryOperator<T> guard) {
        T following = builder.apply(settings);
        HttpClientSettings known = settings == null ? HttpClientSettings.defaults() : settings;
        if (known.redirects() == HttpRedirects.DONT_FOLLOW) {
            return following;
        }
        T direct;
        try {
            direct = builder.apply(known.withRedirects(HttpRedirects.DONT_FOLLOW));
        } catch (IllegalStateException e) {
            throw new RowhouseException(
                    "Building an HTTP client for rowhouse.web.forward.hosts: "
                            + following.getClass().getName()
                            + " cannot be told not to follow redirects, and would carry the tenant wherever it is"
                            + " redirected to. Choose another by spring.http.clients.imperative.factory or"
                            + " spring.http.clients.reactive.connector, or forward by a TenantForwardingInterceptor of your own.",
                    e);
        }
        return guard.apply(following, direct);
    }
}
