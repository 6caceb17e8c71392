package dev.rowhouse.samples.tasks;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What a client shows to be a user: the user's id, and 32 random bytes which only the client keeps. The id says where to
 * look for the hash of the random bytes, so that no table has to be searched before the tenant is known. Whoever changes
 * the id has the service look among the tokens of somebody else, where these bytes are not.
 */
final class AccessToken {
    private static final int SECRET_BYTES = 32;
    private static final int BYTES = 2 * Long.BYTES + SECRET_BYTES;
    private static final int TEXT_LENGTH = BYTES / 3 * 4;
    private static final String SCHEME = "Bearer ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UUID userId;
    private final byte[] secret;

    private AccessToken(UUID userId, byte[] secret) {
        this.userId = userId;
        this.secret = secret;
    }

    static AccessToken create(UUID userId) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new AccessToken(userId, secret);
    }

    /** Reads the value of an {@code Authorization} header; empty if it is not of this form. */
    static Optional<AccessToken> parse(String authorization) {
        String token = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : "";
        if (token.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            UUID userId = new UUID(bytes.getLong(), bytes.getLong());
            byte[] secret = new byte[SECRET_BYTES];
            bytes.get(secret);
            return Optional.of(new AccessToken(userId, secret));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns whose token it claims to be. */
    UUID userId() {
        return userId;
    }

    /** Returns what is stored. The secret is as random as a key, so one SHA-256 is enough: there is nothing to guess. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Hashing a token: this Java has no SHA-256. Use another.", e);
        }
    }

    /** Returns the text for the client. */
    String reveal() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .put(secret)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "token of user " + userId;
    }
}
