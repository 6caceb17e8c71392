package dev.rowhouse.connection;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what SQL texts mean, for one data source. When it is full it is emptied: reading a text again costs about a
 * microsecond, and an application whose texts never repeat must not fill the heap.
 */
final class SqlTexts {
    private static final int MAX_TEXTS = 2_048;
    private static final int MAX_LENGTH = 16_384;

    private final ConcurrentHashMap<String, SqlText> texts = new ConcurrentHashMap<>();

    SqlText of(String sql) {
        SqlText known = texts.get(sql);
        return known != null ? known : read(sql);
    }

    private SqlText read(String sql) {
        SqlText text = SqlText.of(sql);
        if (sql.length() <= MAX_LENGTH) {
            if (texts.mappingCount() >= MAX_TEXTS) {
                texts.clear();
            }
            texts.put(sql, text);
        }
        return text;
    }
}
