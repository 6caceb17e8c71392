package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EmbeddedServerIT {
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no sh; the next start removes what was left")
    void a_server_does_not_outlive_a_process_that_was_killed() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName())
                .redirectError(Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(output.readLine());
            connect(port);

            process.destroyForcibly().waitFor();

            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (accepts(port) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean accepts(int port) {
        try {
            connect(port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void connect(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    /** Starts a server, tells its port and waits to be killed. */
    static final class ServerProcess {
        private ServerProcess() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(EmbeddedServer.start().superuser().getPortNumbers()[0]);
            System.in.read();
        }
    }
}
