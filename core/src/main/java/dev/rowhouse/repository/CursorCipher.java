package dev.rowhouse.repository;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts cursors with AES-GCM. The nonce is not drawn but derived from scope and content by HMAC (as in RFC 5297), so
 * that it repeats only where the whole message does, and a row has the same cursor each time.
 *
 * <p>Safe for use by many threads: JCA objects are made for each message.
 */
final class CursorCipher {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final String MAC = "HmacSHA256";

    /** Longer texts were not made here: keys of indexes end at a third of a page. */
    private static final int MAX_TEXT_LENGTH = 1 << 16;

    private final SecretKeySpec encryptionKey;
    private final SecretKeySpec nonceKey;

    CursorCipher(byte[] secret) {
        encryptionKey = new SecretKeySpec(hmac(new SecretKeySpec(secret, MAC), "rowhouse cursor encryption"), "AES");
        nonceKey = new SecretKeySpec(hmac(new SecretKeySpec(secret, MAC), "rowhouse cursor nonce"), MAC);
    }

    String encrypt(byte[] content, byte[] scope) {
        try {
            byte[] nonce = nonce(content, scope);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, scope).doFinal(content);
            byte[] token = new byte[1 + NONCE + sealed.length];
            token[0] = VERSION;
            System.arraycopy(nonce, 0, token, 1, NONCE);
            System.arraycopy(sealed, 0, token, 1 + NONCE, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing a page cursor: this JDK refuses AES-GCM. Use one that has it.", e);
        }
    }

    byte[] decrypt(String text, byte[] scope) throws Refused {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new Refused("too long", null);
        }
        try {
            byte[] token = Base64.getUrlDecoder().decode(text);
            if (token.length < 1 + NONCE + TAG || token[0] != VERSION) {
                throw new Refused("not a cursor", null);
            }
            byte[] nonce = Arrays.copyOfRange(token, 1, 1 + NONCE);
            byte[] content =
                    cipher(Cipher.DECRYPT_MODE, nonce, scope).doFinal(token, 1 + NONCE, token.length - 1 - NONCE);
            if (!MessageDigest.isEqual(nonce, nonce(content, scope))) {
                throw new Refused("not authentic", null);
            }
            return content;
        } catch (IllegalArgumentException e) {
            throw new Refused("not base64", e);
        } catch (GeneralSecurityException e) {
            throw new Refused("not authentic", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] scope) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryptionKey, new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(scope);
        return cipher;
    }

    private byte[] nonce(byte[] content, byte[] scope) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(nonceKey);
        mac.update(new byte[] {(byte) (scope.length >>> 8), (byte) scope.length});
        mac.update(scope);
        return Arrays.copyOf(mac.doFinal(content), NONCE);
    }

    private static byte[] hmac(SecretKeySpec key, String purpose) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(purpose.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Deriving the keys of page cursors: this JDK refuses " + MAC + ".", e);
        }
    }

    /** The text was not made with this secret for this scope. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
