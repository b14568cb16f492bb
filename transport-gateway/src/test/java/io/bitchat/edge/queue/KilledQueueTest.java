package io.bitchat.edge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.edge.disk.SmallDiskProcess;
import io.bitchat.transport.outbox.Whereabouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses a queue is killed again and again, or its disk becomes full. */
class KilledQueueTest {
    private static final int KILLS = Boolean.getBoolean("bitchat.full") ? 20 : 2;

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
            var process = SmallDiskProcess.startWithRoom(said, Depositor.class, arguments());
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
        var process = SmallDiskProcess.start(said, Depositor.class, arguments());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(said).contains("STORAGE_FAILED"));
        process.destroyForcibly().waitFor();
        read(said);
        verify();
    }

    @Test
    void aDiskThatHasRoomAgainIsUsedAgain() throws Exception {
        var said = folder.resolve("said");
        var process = SmallDiskProcess.start(said, Depositor.class, arguments());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(said).contains("STORAGE_FAILED"));

        SmallDiskProcess.makeRoom(process);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lastStored(said) > Files.readString(said).lastIndexOf("STORAGE_FAILED"));
        process.destroyForcibly().waitFor();
        read(said);
        verify();
    }

    private static int lastStored(Path said) throws IOException {
        return Files.readString(said).lastIndexOf("stored ");
    }

    private String[] arguments() {
        return new String[] {folder.resolve("queue.db").toString(), Long.toString(first)};
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
