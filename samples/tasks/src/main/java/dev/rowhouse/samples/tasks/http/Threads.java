package dev.rowhouse.samples.tasks.http;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for work that mostly waits: a virtual one for each task on Java 21 and later, else a pool of platform threads. */
public final class Threads {
    private Threads() {}

    /** Tells whether this Java has virtual threads. */
    public static boolean areVirtual() {
        return Runtime.version().feature() >= 21;
    }

    /**
     * Returns an executor. The caller shuts it down.
     *
     * @param name of the platform threads
     * @param platformThreads how many of them there are
     */
    public static ExecutorService executor(String name, int platformThreads) {
        if (areVirtual()) {
            return virtual();
        }
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(
                platformThreads, task -> new Thread(task, name + "-" + number.incrementAndGet()));
    }

    /** The sample is compiled for Java 17, which does not know the method. */
    private static ExecutorService virtual() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Starting virtual threads: this Java refuses. Use another.", e);
        }
    }
}
