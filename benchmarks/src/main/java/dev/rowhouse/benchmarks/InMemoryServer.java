package dev.rowhouse.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Just enough of a PostgreSQL server for the driver to believe in it, in the thread of the client: no network, no other
 * process, hardly any time and no garbage. What is left to measure is the client: the driver, the pool, Rowhouse.
 *
 * <p>It speaks the extended protocol of PostgreSQL, chapter "Frontend/Backend Protocol". What it answers to queries is in
 * {@link InMemoryTable}; one that sets a configuration answers with the values that were bound, as the real one would.
 */
final class InMemoryServer {
    static final int BUFFER_BYTES = 64 * 1024;

    private static final int TEXT_OID = 25;

    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
    private PreparedText[] statements = new PreparedText[64];
    private PreparedText bound = PreparedText.of("", 0);
    private boolean started;
    private boolean inTransaction;

    /** Where the values of the last Bind begin, and how many there are. */
    private int values;

    private int valueCount;

    /** Where the formats of the last Bind's results begin, and how many there are. */
    private int formats;

    private int formatCount;

    InMemoryServer() {
        out.limit(0);
    }

    private enum Kind {
        BEGIN("BEGIN"),
        COMMIT("COMMIT"),
        SET("SET"),
        CONTEXT("SELECT 1"),
        QUERY("SELECT 1"),
        INSERT("INSERT 0 1"),
        EMPTY(""),
        OTHER("SET");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        static Kind of(String sql) {
            String text = sql.strip().toLowerCase(Locale.ROOT);
            if (text.isEmpty()) {
                return EMPTY;
            }
            if (text.startsWith("select pg_catalog.set_config")) {
                return CONTEXT;
            }
            if (text.startsWith("select") || text.startsWith("show")) {
                return QUERY;
            }
            return text.startsWith("insert")
                    ? INSERT
                    : text.startsWith("begin")
                            ? BEGIN
                            : text.startsWith("commit") || text.startsWith("rollback") ? COMMIT : OTHER;
        }
    }

    /** A statement, and the rows it is answered with. */
    private record PreparedText(Kind kind, int parameters, List<List<InMemoryTable.Column>> rows) {
        static PreparedText of(String sql, int parameters) {
            Kind kind = Kind.of(sql);
            boolean hasRows = kind == Kind.CONTEXT
                    || kind == Kind.QUERY
                    || (kind == Kind.INSERT && sql.toLowerCase(Locale.ROOT).contains("returning"));
            return new PreparedText(kind, parameters, hasRows ? InMemoryTable.rows(sql) : List.of());
        }
    }

    // ---- the client's side

    int available() {
        return out.remaining();
    }

    int read(byte[] bytes, int offset, int length) throws IOException {
        if (!out.hasRemaining()) {
            throw new IOException("The driver waits for an answer, and everything that it asked was answered.");
        }
        int count = Math.min(length, out.remaining());
        out.get(bytes, offset, count);
        return count;
    }

    void write(byte[] bytes, int offset, int length) {
        in.put(bytes, offset, length);
    }

    /** Answers everything that was written. */
    void answer() throws IOException {
        out.compact();
        in.flip();
        if (!started && in.hasRemaining()) {
            in.position(in.getInt(in.position()));
            start();
        }
        while (in.hasRemaining()) {
            byte type = in.get();
            int end = in.position() + in.getInt(in.position());
            in.position(in.position() + 4);
            answer(type);
            in.position(end);
        }
        in.clear();
        out.flip();
    }

    // ---- messages

    private void start() {
        started = true;
        out.put((byte) 'R').putInt(8).putInt(0);
        parameter("server_version", "18.6");
        parameter("server_encoding", "UTF8");
        parameter("client_encoding", "UTF8");
        parameter("DateStyle", "ISO, MDY");
        parameter("TimeZone", "UTC");
        parameter("integer_datetimes", "on");
        parameter("standard_conforming_strings", "on");
        out.put((byte) 'K').putInt(12).putInt(1).putInt(1);
        ready();
    }

    private void parameter(String name, String value) {
        byte[] nameBytes = name.getBytes(US_ASCII);
        byte[] valueBytes = value.getBytes(US_ASCII);
        out.put((byte) 'S').putInt(4 + nameBytes.length + 1 + valueBytes.length + 1);
        out.put(nameBytes).put((byte) 0).put(valueBytes).put((byte) 0);
    }

    private void answer(byte type) throws IOException {
        switch (type) {
            case 'P' -> parse();
            case 'B' -> bind();
            case 'D' -> describe();
            case 'E' -> execute();
            case 'S' -> ready();
            case 'Q' -> { // the driver's own settings
                bound = PreparedText.of(string(), 0);
                formatCount = 0;
                execute();
                ready();
            }
            case 'C' -> out.put((byte) '3').putInt(4);
            case 'X' -> {}
            default -> throw new IOException("The driver sent a message of type " + (char) type);
        }
    }

    private void parse() {
        int slot = slot();
        String sql = string();
        int parameters = in.getShort();
        if (slot >= statements.length) {
            statements = Arrays.copyOf(statements, slot * 2);
        }
        statements[slot] = PreparedText.of(sql, parameters);
        out.put((byte) '1').putInt(4);
    }

    private void bind() {
        skipString();
        bound = statements[slot()];
        in.position(in.getShort() * 2 + in.position());
        valueCount = in.getShort();
        values = in.position();
        for (int i = 0; i < valueCount; i++) {
            int length = in.getInt();
            in.position(in.position() + Math.max(0, length));
        }
        formatCount = in.getShort();
        formats = in.position();
        out.put((byte) '2').putInt(4);
    }

    private void describe() {
        boolean portal = in.get() == 'P';
        PreparedText described = portal ? bound : statements[slot()];
        if (!portal) {
            out.put((byte) 't').putInt(6 + 4 * described.parameters()).putShort((short) described.parameters());
            for (int i = 0; i < described.parameters(); i++) {
                out.putInt(TEXT_OID);
            }
        }
        if (described.rows().isEmpty()) {
            out.put((byte) 'n').putInt(4);
            return;
        }
        List<InMemoryTable.Column> columns = described.rows().get(0);
        int begin = beginMessage('T').position();
        out.putShort((short) columns.size());
        for (InMemoryTable.Column column : columns) {
            out.put(column.name().getBytes(US_ASCII)).put((byte) 0).putInt(0).putShort((short) 0);
            out.putInt(column.type()).putShort((short) -1).putInt(-1).putShort((short) 0);
        }
        endMessage(begin);
    }

    private ByteBuffer beginMessage(char type) {
        return out.put((byte) type).putInt(0);
    }

    private void endMessage(int begin) {
        out.putInt(begin - 4, out.position() - begin + 4);
    }

    private void execute() {
        switch (bound.kind()) {
            case BEGIN -> inTransaction = true;
            case COMMIT -> inTransaction = false;
            case CONTEXT -> echo();
            case QUERY, INSERT -> rows();
            default -> {}
        }
        if (bound.kind() == Kind.EMPTY) {
            out.put((byte) 'I').putInt(4);
            return;
        }
        String tag = bound.kind().tag;
        out.put((byte) 'C').putInt(4 + tag.length() + 1);
        for (int i = 0; i < tag.length(); i++) {
            out.put((byte) tag.charAt(i));
        }
        out.put((byte) 0);
    }

    private void rows() {
        for (int i = 0; i < bound.rows().size(); i++) {
            List<InMemoryTable.Column> row = bound.rows().get(i);
            int begin = beginMessage('D').position();
            out.putShort((short) row.size());
            for (int column = 0; column < row.size(); column++) {
                ByteBuffer value = isBinary(column)
                        ? row.get(column).asBinary()
                        : row.get(column).asText();
                int length = value.limit();
                out.putInt(length).put(out.position(), value, 0, length);
                out.position(out.position() + length);
            }
            endMessage(begin);
        }
    }

    private boolean isBinary(int column) {
        return formatCount > 0 && in.getShort(formats + (formatCount == 1 ? 0 : 2 * column)) == 1;
    }

    /** Answers with the first of the values that were bound. */
    private void echo() {
        if (valueCount != 1) {
            throw new IllegalStateException("The context has " + valueCount + " values.");
        }
        int length = in.getInt(values);
        out.put((byte) 'D').putInt(4 + 2 + 4 + length).putShort((short) 1).putInt(length);
        for (int i = 0; i < length; i++) {
            out.put(in.get(values + 4 + i));
        }
    }

    private void ready() {
        out.put((byte) 'Z').putInt(5).put((byte) (inTransaction ? 'T' : 'I'));
    }

    // ---- parts of messages

    /** Reads the name of a statement: none is 0, the driver's {@code S_7} is 7. */
    private int slot() {
        int number = 0;
        byte character;
        while ((character = in.get()) != 0) {
            if (character >= '0' && character <= '9') {
                number = number * 10 + (character - '0');
            }
        }
        return number;
    }

    private void skipString() {
        byte character;
        do {
            character = in.get();
        } while (character != 0);
    }

    private String string() {
        int from = in.position();
        skipString();
        return new String(in.array(), from, in.position() - 1 - from, UTF_8);
    }
}
