package dev.rowhouse.testkit;

/**
 * Finds where the messages of PostgreSQL's protocol begin in one direction of a connection, after the startup packet. The
 * bytes may come cut anywhere. Used by one thread.
 */
final class MessageReader {
    private static final int LENGTH_BYTES = 4;

    private final Listener listener;
    private int lengthBytesLeft;
    private int length;
    private long bodyBytesLeft;

    MessageReader(Listener listener) {
        this.listener = listener;
    }

    /** Is told the type of each message when its first byte is read. */
    @FunctionalInterface
    interface Listener {
        void begins(byte type);
    }

    void accept(byte[] bytes, int count) {
        int at = 0;
        while (at < count) {
            if (lengthBytesLeft > 0) {
                length = (length << Byte.SIZE) | Byte.toUnsignedInt(bytes[at++]);
                if (--lengthBytesLeft == 0) {
                    bodyBytesLeft = Math.max(0, Integer.toUnsignedLong(length) - LENGTH_BYTES);
                }
            } else if (bodyBytesLeft > 0) {
                int skipped = (int) Math.min(bodyBytesLeft, count - at);
                bodyBytesLeft -= skipped;
                at += skipped;
            } else {
                listener.begins(bytes[at++]);
                length = 0;
                lengthBytesLeft = LENGTH_BYTES;
            }
        }
    }
}
