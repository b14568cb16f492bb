package io.bitchat.edge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.transport.outbox.Whereabouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses a queue is killed again and again, or its disk becomes full. */
class KilledQueueTest {
    private static final int KILLS = Boolean.getBoolean("bitchat.full") ? 20 : 4;
    /** Blocks of 512 bytes that a file of the process may have, where its disk is full. */
    private static final int FULL_BLOCKS = 4_096;

    @TempDir
    Path folder;

    private final Set<Long> stored = new HashSet<>();
    private final Set<Long> left = new HashSet<>();
    private final Set<Long> refused = new HashSet<>();
    private long first;

    @Test
    void nothingAcknowledgedIsLostAndNothingThatLeftComesBack() throws Exception {
        var random = new Random(Long.getLong("bitchat.seed", System.nanoTime()));
        for (int round = 0; round < KILLS; round++) {
            var said = folder.resolve("said" + round);
            var process = start("exec", said);
            await().atMost(Duration.ofSeconds(60)).until(() -> lines(said) > 200 + random.nextInt(2_000));
            process.destroyForcibly().waitFor();
            read(said);
            verify();
        }
        assertThat(left).isNotEmpty();
    }

    @Test
    void onAFullDiskDepositsAreRefusedAndWhatWasStoredIsThere() throws Exception {
        var said = folder.resolve("said");
        var process = start("ulimit -f " + FULL_BLOCKS + "; exec", said);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(said).contains("STORAGE_FAILED"));
        process.destroyForcibly().waitFor();
        read(said);
        verify();
    }

    @Test
    void aDiskThatHasRoomAgainIsUsedAgain() throws Exception {
        var said = folder.resolve("said");
        var process = start("ulimit -S -f " + FULL_BLOCKS + "; exec", said);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(said).contains("STORAGE_FAILED"));

        var lifted = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=unlimited")
                .start()
                .waitFor();
        assertThat(lifted).isZero();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lastStored(said) > Files.readString(said).lastIndexOf("STORAGE_FAILED"));
        process.destroyForcibly().waitFor();
        read(said);
        verify();
    }

    private static int lastStored(Path said) throws IOException {
        return Files.readString(said).lastIndexOf("stored ");
    }

    private Process start(String shell, Path said) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Depositor.class.getName(),
                folder.resolve("queue.db").toString(),
                Long.toString(first));
        var all = new ArrayList<>(List.of("sh", "-c", shell + " \"$@\" 2>/dev/null", "sh"));
        all.addAll(command);
        return new ProcessBuilder(all).redirectOutput(said.toFile()).start();
    }

    private static long lines(Path said) throws IOException {
        try (var lines = Files.lines(said)) {
            return lines.count();
        }
    }

    private void read(Path said) throws IOException {
        var text = Files.readString(said);
        // the last line may be cut off
        for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            if (line.startsWith("stored ")) stored.add(Long.parseLong(line.substring(7)));
            if (line.contains("STORAGE_FAILED")) refused.add(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
            if (line.startsWith("left ")) left.add(Long.parseLong(line.substring(5)));
        }
        assertThat(stored).isNotEmpty();
        first = stored.stream().max(Long::compare).orElseThrow() + 1_000;
    }

    private void verify() throws Exception {
        try (var queue = DiskQueue.open(Depositor.setup(folder.resolve("queue.db")))) {
            queue.begin(new Silent());
            for (long number : stored) {
                var where =
                        queue.where(Depositor.key(number)).toCompletableFuture().get(10, TimeUnit.SECONDS);
                assertThat(where)
                        .as("message %d", number)
                        .isInstanceOfAny(Whereabouts.Waiting.class, Whereabouts.Gone.class);
                if (left.contains(number))
                    assertThat(where).as("message %d, which had left", number).isInstanceOf(Whereabouts.Gone.class);
            }
            for (long number : refused) {
                var where =
                        queue.where(Depositor.key(number)).toCompletableFuture().get(10, TimeUnit.SECONDS);
                assertThat(where).as("message %d, which was refused", number).isInstanceOf(Whereabouts.Unknown.class);
            }
        }
    }
}
