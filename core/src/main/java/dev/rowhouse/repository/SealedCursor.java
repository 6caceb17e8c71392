package dev.rowhouse.repository;

import jakarta.data.page.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cursor of this process. Its text is made when it is asked for; a page's own requests never ask. */
final class SealedCursor implements PageRequest.Cursor {
    private final PageCursors cursors;
    private final PageCursors.Scope scope;
    private final List<@Nullable Object> key;
    private volatile @Nullable String text;

    SealedCursor(PageCursors cursors, PageCursors.Scope scope, List<@Nullable Object> key) {
        this.cursors = cursors;
        this.scope = scope;
        this.key = key;
    }

    boolean isOf(PageCursors others) {
        return cursors == others;
    }

    PageCursors.Scope scope() {
        return scope;
    }

    List<@Nullable Object> key() {
        return key;
    }

    private String text() {
        String made = text;
        if (made == null) {
            made = cursors.text(scope, key);
            text = made;
        }
        return made;
    }

    @Override
    public Object get(int index) {
        return elements().get(index);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public List<?> elements() {
        return List.of(text());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PageRequest.Cursor that && elements().equals(that.elements()));
    }

    @Override
    public int hashCode() {
        return elements().hashCode();
    }

    /** Returns the text, which reveals nothing about the row. */
    @Override
    public String toString() {
        return text();
    }
}
