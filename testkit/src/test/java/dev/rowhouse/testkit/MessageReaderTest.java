package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    private final StringBuilder types = new StringBuilder();
    private final MessageReader reader = new MessageReader(type -> types.append((char) type));

    @Test
    void the_type_of_each_message_is_told_once() {
        byte[] stream = stream(message('P', 7), message('S', 0), message('d', 300));

        reader.accept(stream, stream.length);

        assertThat(types).hasToString("PSd");
    }

    @Test
    void it_does_not_matter_where_the_stream_is_cut() {
        byte[] stream = stream(message('Q', 5), message('X', 0), message('B', 260), message('Z', 1));

        for (int length = 1; length <= stream.length; length++) {
            types.setLength(0);
            for (int from = 0; from < stream.length; from += length) {
                byte[] part = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + length));
                reader.accept(part, part.length);
            }
            assertThat(types).as("cut every %d bytes", length).hasToString("QXBZ");
        }
    }

    @Test
    void bytes_past_the_count_are_not_read() {
        byte[] buffer = Arrays.copyOf(message('S', 0), 100);
        Arrays.fill(buffer, 5, 100, (byte) 'Q');

        reader.accept(buffer, 5);

        assertThat(types).hasToString("S");
    }

    /** The body is full of letters that are message types, too. */
    private static byte[] message(char type, int bodyLength) {
        ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES + bodyLength);
        message.put((byte) type).putInt(Integer.BYTES + bodyLength);
        while (message.hasRemaining()) {
            message.put((byte) 'Q');
        }
        return message.array();
    }

    private static byte[] stream(byte[]... messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            stream.writeBytes(message);
        }
        return stream.toByteArray();
    }
}
