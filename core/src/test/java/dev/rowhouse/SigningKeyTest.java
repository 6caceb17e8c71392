package dev.rowhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 48, 63, 64})
    void signs_as_hmac_sha256_does(int length) throws Exception {
        byte[] secret = bytes(length);
        SigningKey key = SigningKey.of(1, secret);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));

        for (int size : new int[] {0, 1, 63, 64, 65, 500}) {
            byte[] message = bytes(size);
            assertThat(key.sign(message)).isEqualTo(mac.doFinal(message));
        }
    }

    @Test
    void keeps_its_secret_to_itself() {
        byte[] secret = bytes(32);
        SigningKey key = SigningKey.ofBase64(3, " " + Base64.getEncoder().encodeToString(secret) + "\n");
        byte[] signature = key.sign(new byte[] {1});

        key.secret()[0]++;
        assertThat(key.secret()).isEqualTo(secret);
        assertThat(key.sign(new byte[] {1})).isEqualTo(signature);
        assertThat(key).hasToString("SigningKey[3]");
        assertThat(key.id()).isEqualTo(3);
    }

    @Test
    void refuses_what_is_no_key() {
        assertThatThrownBy(() -> SigningKey.of(0, bytes(32)))
                .hasMessage("Taking a signing key: its number is 0. Give one from 1 to 32767.");
        assertThatThrownBy(() -> SigningKey.of(32_768, bytes(32))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigningKey.of(1, bytes(31)))
                .hasMessageStartingWith("Taking signing key 1: it has 31 bytes. Give 32 to 64 random ones");
        assertThatThrownBy(() -> SigningKey.of(1, bytes(65))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigningKey.ofBase64(1, "not~base64"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no Base64")
                .hasNoCause();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
