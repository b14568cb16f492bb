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

/** A transfer during which its client and processes of the suite are killed at random moments. */
final class Kills {
    /** The transferring process; every other victim is a process of the suite. */
    static final String CLIENT = "client";

    /** Chunks in flight: one more proves that the transfer went on after the last kill. */
    private static final int IN_FLIGHT = 5;
    /** Chunks reserved per kill: those that pass until the kill happens, and those in flight afterwards. */
    private static final int RESERVE = 12;

    private final Suite suite;
    private final Terminal terminal;
    private final CountingRelay relay;
    private final Random random;
    private final int chunks;

    /** @param chunks number of chunks of the file */
    Kills(Suite suite, Terminal terminal, CountingRelay relay, Random random, int chunks) {
        this.suite = suite;
        this.terminal = terminal;
        this.relay = relay;
        this.random = random;
        this.chunks = chunks;
    }

    /** Repeats a command, as a user would, until it succeeds and all victims were killed. */
    Said during(List<String> victims, String... command) throws IOException, InterruptedException {
        var order = new ArrayList<>(victims);
        Collections.shuffle(order, random);
        var transfer = new Transfer(command);
        for (int left = order.size(); left > 0; left--) {
            var victim = order.get(left - 1);
            // the client is sometimes killed right after another victim, while its site is still down
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

        /** Restarts a client that ended because its site was down, so that there is a process to kill. */
        void kill() throws IOException, InterruptedException {
            if (!process.isAlive()) goOn();
            process.destroyForcibly().waitFor();
            relay.cut();
        }

        /** Repeats the command until it succeeds: the last victim needs time to restart. */
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
