package io.bitchat.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.SeededRandom;
import io.bitchat.testkit.network.NeedsNamespaces;
import io.bitchat.testkit.network.NetworkNamespaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edge nodes on hosts of a local network, without any server. */
@NeedsNamespaces
class EdgeNodesTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int FAULTS = Boolean.getBoolean("bitchat.full") ? 40 : 4;
    /** Messages that are acknowledged between two faults. */
    private static final int BETWEEN = 40;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedArrivesOnceAndInOrderWhateverHappensToTheNodes() throws Exception {
        var random = SeededRandom.of("faults of edge nodes");
        try (var net = new NetworkNamespaces()) {
            var roof = new EdgeHost(net.add("roof"), folder).start();
            var cellar = new EdgeHost(net.add("cellar"), folder).start();
            await().atMost(SOON).until(() -> roof.connectionTo("cellar").equals("secured"));
            await().atMost(SOON).until(() -> cellar.connectionTo("roof").equals("secured"));
            var answers = cellar.send("roof", 5);
            int count = (FAULTS + 1) * BETWEEN;
            var sending = roof.send("cellar", count);
            assertThat(answers.process().waitFor()).isZero();

            for (int i = 1; i <= FAULTS; i++) {
                int next = i * BETWEEN;
                await().atMost(SOON).until(() -> sending.acknowledged() >= next);
                fault(random, roof, cellar, sending, next);
            }
            assertThat(sending.process().waitFor()).isZero();

            await().atMost(SOON).until(() -> roof.queued() == 0 && cellar.queued() == 0);
            assertThat(cellar.inbox())
                    .containsExactlyElementsOf(
                            IntStream.range(0, count).mapToObj(i -> "m" + i).toList());
            assertThat(roof.inbox()).containsExactly("m0", "m1", "m2", "m3", "m4");
            System.out.printf("edge nodes: %d and %d MiB resident%n", roof.residentMib(), cellar.residentMib());
        }
    }

    private static void fault(Random random, EdgeHost roof, EdgeHost cellar, EdgeHost.Sending sending, int next)
            throws Exception {
        switch (random.nextInt(4)) {
            case 0 -> {
                roof.kill();
                roof.start();
            }
            case 1 -> {
                cellar.kill();
                cellar.start();
            }
            case 2 -> {
                cellar.host().cut();
                await().atMost(SOON).until(() -> sending.acknowledged() >= next + BETWEEN / 2);
                cellar.host().restore();
            }
            default -> {
                roof.kill();
                cellar.kill();
                cellar.start();
                roof.start();
            }
        }
    }
}
