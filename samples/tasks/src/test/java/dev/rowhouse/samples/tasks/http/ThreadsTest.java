package dev.rowhouse.samples.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void threads_are_virtual_where_java_has_them() throws InterruptedException, ExecutionException {
        ExecutorService executor = Threads.executor("test", 1);
        try {
            String thread =
                    executor.submit(() -> Thread.currentThread().toString()).get();

            assertThat(thread.startsWith("VirtualThread"))
                    .isEqualTo(Runtime.version().feature() >= 21)
                    .isEqualTo(Threads.areVirtual());
        } finally {
            executor.shutdown();
        }
    }
}
