package dev.rowhouse;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A secret that the application and the database share, so that the database believes only contexts which the application has made.
 * It goes to {@link dev.rowhouse.schema.RowhouseSchema.Builder#signingKey} and to
 * {@link dev.rowhouse.connection.TenantDataSource.Builder#signingKey}.
 *
 * <p>Its number tells keys apart while one replaces the other. Immutable, safe for use by many threads; its text does not show the
 * secret.
 *
 * @since 0.1
 */
public final class SigningKey {
    /** HMAC-SHA256: fewer bytes than the hash has would weaken it, more than its block has would be hashed first. */
    private static final int LEAST_BYTES = 32;

    private static final int MOST_BYTES = 64;

    private final int id;
    private final byte[] secret;

    /** Digests that have taken the key and are cloned for each message: faster than a {@code Mac}, and no thread needs its own. */
    private final MessageDigest inner;

    private final MessageDigest outer;

    private SigningKey(int id, byte[] secret) {
        this.id = id;
        this.secret = secret;
        this.inner = keyed(secret, (byte) 0x36);
        this.outer = keyed(secret, (byte) 0x5c);
    }

    /** A digest that has taken the key, padded as RFC 2104 says. */
    private static MessageDigest keyed(byte[] secret, byte pad) {
        byte[] block = Arrays.copyOf(secret, MOST_BYTES);
        for (int i = 0; i < MOST_BYTES; i++) {
            block[i] ^= pad;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(block);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new RowhouseException("Taking a signing key: this Java has no SHA-256. Use one that has.", e);
        }
    }

    /**
     * Takes a secret.
     *
     * @param id 1 to 32,767
     * @param secret 32 to 64 random bytes; copied
     * @return the key
     * @throws IllegalArgumentException if the number or the length does not fit
     */
    public static SigningKey of(int id, byte[] secret) {
        requireNonNull(secret, "secret");
        if (id < 1 || id > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Taking a signing key: its number is " + id + ". Give one from 1 to " + Short.MAX_VALUE + ".");
        }
        if (secret.length < LEAST_BYTES || secret.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "Taking signing key " + id + ": it has " + secret.length + " bytes. Give " + LEAST_BYTES + " to "
                            + MOST_BYTES + " random ones, such as those of: openssl rand -base64 32");
        }
        return new SigningKey(id, secret.clone());
    }

    /**
     * Takes a secret from text, such as a variable of the environment.
     *
     * @param id 1 to 32,767
     * @param secret 32 to 64 random bytes in Base64
     * @return the key
     * @throws IllegalArgumentException if it is no Base64, or the number or the length does not fit
     */
    public static SigningKey ofBase64(int id, String secret) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(requireNonNull(secret, "secret").strip());
        } catch (IllegalArgumentException e) {
            // without the cause, whose message shows a part of the text
            throw new IllegalArgumentException("Taking signing key " + id
                    + ": its text is no Base64. Give the output of: openssl rand -base64 32");
        }
        return of(id, bytes);
    }

    /**
     * Its number.
     *
     * @return 1 to 32,767
     */
    public int id() {
        return id;
    }

    /**
     * The secret.
     *
     * @return a copy
     */
    public byte[] secret() {
        return secret.clone();
    }

    /**
     * Signs a message.
     *
     * @param message any bytes
     * @return its HMAC-SHA256, 32 bytes
     */
    public byte[] sign(byte[] message) {
        try {
            MessageDigest first = (MessageDigest) inner.clone();
            MessageDigest second = (MessageDigest) outer.clone();
            return second.digest(first.digest(message));
        } catch (CloneNotSupportedException e) {
            throw new RowhouseException(
                    "Signing: the SHA-256 of provider " + inner.getProvider().getName()
                            + " cannot be cloned. Use another provider.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
