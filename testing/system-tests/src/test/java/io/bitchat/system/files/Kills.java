package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Terminal;
import io.bitchat.system.suite.Terminal.Said;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A transfer during which processes of the suite, and its own, are killed at moments of chance. */
final class Kills {
    /** The process that transfers; every other victim is one of the suite. */
    static final String CLIENT = "client";

    /** As many as are in flight: one more is from a life after the kill. */
    private static final int IN_FLIGHT = 5;
    /** What passes at most between a moment and its kill, and in flight afterwards. */
    private static final int RESERVE = 12;

    private final Suite suite;
    private final Terminal terminal;
    private final CountingRelay relay;
    private final Random random;
    private final int chunks;

    /** @param chunks of the file */
    Kills(Suite suite, Terminal terminal, CountingRelay relay, Random random, int chunks) {
        this.suite = suite;
        this.terminal = terminal;
        this.relay = relay;
        this.random = random;
        this.chunks = chunks;
    }

    /** Runs a command again and again, as a person would, until it ends well and all victims were killed. */
    Said during(List<String> victims, String... command) throws IOException, InterruptedException {
        var order = new ArrayList<>(victims);
        Collections.shuffle(order, random);
        var transfer = new Transfer(command);
        for (int left = order.size(); left > 0; left--) {
            var victim = order.get(left - 1);
            // a client may end at once after a kill: the next one has to do with a site that is away
            if (!victim.equals(CLIENT) || random.nextBoolean()) transfer.awaitChunks(enough(left));
            LockSupport.parkNanos(random.nextInt(30) * 1_000_000L); // anywhere within a chunk
            if (victim.equals(CLIENT)) transfer.kill();
            else suite.kill(victim);
        }
        return transfer.end();
    }

    private int enough(int left) {
        int spare = Math.max(1, (chunks - relay.moved() - left * RESERVE) / (left + 1));
        return relay.moved() + IN_FLIGHT + 1 + random.nextInt(spare);
    }

    private final class Transfer {
        private static final int PATIENCE_SECONDS = 240;

        private final String[] command;
        private Process process;

        Transfer(String... command) throws IOException {
            this.command = command;
            process = terminal.start(command);
        }

        void awaitChunks(int enough) {
            await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        if (!process.isAlive()) goOn();
                        return relay.moved() >= enough;
                    });
        }

        private void goOn() throws IOException {
            assertThat(process.exitValue())
                    .as("it has not ended before the last kill")
                    .isNotZero();
            process = terminal.start(command);
        }

        /** One that has ended by itself, since its site was away, is begun again first: the kill is to hit something. */
        void kill() throws IOException, InterruptedException {
            if (!process.isAlive()) goOn();
            process.destroyForcibly().waitFor();
            relay.cut();
        }

        /** What was killed last takes a while to come back, and meanwhile the command says that its site is away. */
        Said end() throws IOException, InterruptedException {
            long over = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            var said = terminal.end(process, PATIENCE_SECONDS);
            while (said.exit() != 0 && System.nanoTime() < over) {
                process = terminal.start(command);
                said = terminal.end(process, PATIENCE_SECONDS);
            }
            assertThat(said.exit()).as(said.err()).isZero();
            return said;
        }
    }
}
