package io.bitchat.files.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's clamd with one signature of our own: that of the EICAR test file. It is skipped where {@code clamav-daemon} is
 * not installed; {@code -Dbitchat.clamd=FILE} names another one.
 */
@EnabledIf(value = "isInstalled", disabledReason = "clamav-daemon is not installed: there is no clamd to scan with")
class RealClamdTest {
    private static final Path PROGRAM = Path.of(System.getProperty("bitchat.clamd", "/usr/sbin/clamd"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Process process;
    private int port;

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    @BeforeEach
    void start() throws IOException {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var database = Files.createDirectory(folder.resolve("database"));
        var virus = HexFormat.of().formatHex(Clamd.EICAR.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(database.resolve("own.ndb"), "Own-Eicar:0:*:" + virus + "\n");
        var configuration = Files.writeString(folder.resolve("clamd.conf"), """
                Foreground yes
                TCPSocket %d
                TCPAddr 127.0.0.1
                DatabaseDirectory %s
                StreamMaxLength 3M
                """.formatted(port, database));
        process = new ProcessBuilder(PROGRAM.toString(), "--config-file=" + configuration)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("clamd.log").toFile())
                .start();
        await().atMost(PATIENCE).until(this::listens);
    }

    private boolean listens() throws IOException {
        assertThat(process.isAlive())
                .as(Files.readString(folder.resolve("clamd.log")))
                .isTrue();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsTheTestFileAcrossChunksAndNothingElse() {
        var file = new byte[1_000_000];
        Arrays.fill(file, (byte) 'a');
        assertThat(scan(file)).isEqualTo(new Verdict.Clean());

        var virus = Clamd.EICAR.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(virus, 0, file, 65_536 - 20, virus.length);
        assertThat(scan(file)).isInstanceOfSatisfying(Verdict.Found.class, found -> assertThat(found.name())
                .startsWith("Own-Eicar"));

        assertThat(scan(new byte[5_000_000])).isInstanceOf(Verdict.Failed.class);
    }

    private Verdict scan(byte[] file) {
        var scanner = new Scanner(Inspections.config(Map.of("scanner", "127.0.0.1:" + port)), vertx);
        return scanner.scan(Math.ceilDiv(file.length, 65_536), i -> Uni.createFrom()
                        .item(Buffer.buffer(
                                Arrays.copyOfRange(file, i * 65_536, Math.min(file.length, (i + 1) * 65_536)))))
                .await()
                .atMost(PATIENCE);
    }
}
