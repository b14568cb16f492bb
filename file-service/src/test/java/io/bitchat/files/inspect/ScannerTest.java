package io.bitchat.files.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 1_000, 65_536})
    void theTestVirusIsFoundAcrossTheBordersOfChunks(int chunkSize) throws IOException {
        var file = new byte[5_000];
        var virus = Clamd.EICAR.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(virus, 0, file, 2_970, virus.length);
        try (var clamd = new Clamd(Clamd.Behaviour.SCANS)) {
            assertThat(scan(clamd, file, chunkSize)).isEqualTo(new Verdict.Found("Eicar-Test-Signature"));

            file[2_980]++;
            assertThat(scan(clamd, file, chunkSize)).isEqualTo(new Verdict.Clean());
            assertThat(clamd.received()).isEqualTo(2 * file.length);
        }
    }

    @Test
    void aLargeFileIsScanned() throws IOException {
        try (var clamd = new Clamd(Clamd.Behaviour.SCANS)) {
            assertThat(scan(clamd, new byte[20_000_000], 65_536)).isEqualTo(new Verdict.Clean());
            assertThat(clamd.received()).isEqualTo(20_000_000);
        }
    }

    @Test
    void anEmptyFileIsClean() throws IOException {
        try (var clamd = new Clamd(Clamd.Behaviour.SCANS)) {
            assertThat(scan(clamd, new byte[0], 1)).isEqualTo(new Verdict.Clean());
        }
    }

    @Test
    void withoutAScannerAllIsCleanAndNothingIsRead() {
        var scanner = new Scanner(Inspections.config(Map.of("scanner", "")), vertx);

        var verdict = run(scanner, 3, _ -> {
            throw new AssertionError("read");
        });

        assertThat(verdict).isEqualTo(new Verdict.Clean());
        assertThat(scanner.isConfigured()).isFalse();
    }

    @Test
    void aFileBeyondTheLimitOfTheScannerHasNoVerdict() throws IOException {
        try (var clamd = new Clamd(Clamd.Behaviour.LIMITS_SIZE)) {
            assertThat(scan(clamd, new byte[5_000_000], 65_536))
                    .isEqualTo(new Verdict.Failed("answered: INSTREAM size limit exceeded. ERROR"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSES", "CLOSES_AT_ONCE"})
    void aConnectionThatEndsHasNoVerdict(Clamd.Behaviour behaviour) throws IOException {
        try (var clamd = new Clamd(behaviour)) {
            assertThat(scan(clamd, new byte[2_000_000], 65_536)).isInstanceOf(Verdict.Failed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAYS_NOTHING", "READS_NOTHING"})
    void aScannerThatDoesNotGoOnHasNoVerdict(Clamd.Behaviour behaviour) throws IOException {
        try (var clamd = new Clamd(behaviour)) {
            assertThat(scan(clamd, new byte[20_000_000], 65_536)).isEqualTo(new Verdict.Failed("no progress for 1 s"));
        }
    }

    /** No more is read than the scanner takes: what the kernel has buffered, and one chunk. */
    @Test
    void noMoreIsReadThanTheScannerTakes() throws IOException {
        var asked = new AtomicInteger();
        try (var clamd = new Clamd(Clamd.Behaviour.READS_NOTHING)) {
            run(scanner(clamd), 2_000, _ -> {
                asked.incrementAndGet();
                return Uni.createFrom().item(Buffer.buffer(new byte[65_536]));
            });
        }

        assertThat(asked).hasValueBetween(1, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAYS_NONSENSE", "TALKS_WITHOUT_END"})
    void anAnswerThatIsNoneIsNoVerdict(Clamd.Behaviour behaviour) throws IOException {
        try (var clamd = new Clamd(behaviour)) {
            assertThat(scan(clamd, new byte[1_000], 100)).isInstanceOf(Verdict.Failed.class);
        }
    }

    @Test
    void aScannerThatIsAwayHasNoVerdict() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var scanner = new Scanner(Inspections.config(Map.of("scanner", "127.0.0.1:" + port)), vertx);

        assertThat(run(scanner, 1, _ -> Uni.createFrom().item(Buffer.buffer("a"))))
                .isInstanceOfSatisfying(Verdict.Failed.class, failed -> assertThat(failed.cause())
                        .startsWith("no connection"));
    }

    @Test
    void aFileThatCannotBeReadFails() throws IOException {
        try (var clamd = new Clamd(Clamd.Behaviour.SCANS)) {
            var scanner = scanner(clamd);
            assertThatThrownBy(() ->
                            run(scanner, 2, _ -> Uni.createFrom().failure(new IOException("the spool is broken"))))
                    .hasMessageContaining("the spool is broken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clamd", "clamd:", ":3310", "clamd:99999", "clamd:port"})
    void anAddressThatIsNoneIsRejected(String address) {
        var config = Inspections.config(Map.of("scanner", address));

        assertThatThrownBy(() -> new Scanner(config, vertx)).hasMessageContaining("must be host:port");
    }

    private Scanner scanner(Clamd clamd) {
        return new Scanner(
                Inspections.config(Map.of("scanner", "127.0.0.1:" + clamd.port(), "scanner-timeout", "1s")), vertx);
    }

    private Verdict scan(Clamd clamd, byte[] file, int chunkSize) {
        int chunks = Math.ceilDiv(file.length, chunkSize);
        return run(scanner(clamd), chunks, i -> Uni.createFrom()
                .item(Buffer.buffer(
                        Arrays.copyOfRange(file, i * chunkSize, Math.min(file.length, (i + 1) * chunkSize)))));
    }

    private static Verdict run(Scanner scanner, int chunks, IntFunction<Uni<Buffer>> content) {
        return scanner.scan(chunks, content).await().atMost(PATIENCE);
    }
}
