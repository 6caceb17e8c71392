package dev.rowhouse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Found by the service loader, as a listener of an application would be. Remembers what it hears on threads that ask for it. */
public final class RecordedChanges implements TenantContextListener {
    private static final ThreadLocal<List<String>> HEARD = new ThreadLocal<>();

    static List<String> during(Runnable work) {
        List<String> heard = new ArrayList<>();
        HEARD.set(heard);
        try {
            work.run();
        } finally {
            HEARD.remove();
        }
        return heard;
    }

    @Override
    public void changed(@Nullable TenantContext previous, @Nullable TenantContext current) {
        List<String> heard = HEARD.get();
        if (heard != null) {
            heard.add(previous + " > " + current);
        }
    }
}
