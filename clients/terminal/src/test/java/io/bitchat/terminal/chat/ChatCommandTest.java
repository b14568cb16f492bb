package io.bitchat.terminal.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** People in terminals on one network, which is the loopback interface here. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChatCommandTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Somebody who types, and sees what the command shows. */
    private static final class Person implements AutoCloseable {
        private final PipedOutputStream keyboard = new PipedOutputStream();
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> exit;

        Person(String name, String group) throws IOException {
            var command = new ChatCommand(new PipedInputStream(keyboard), new PrintStream(seen, true, UTF_8));
            exit = CompletableFuture.supplyAsync(() ->
                    new CommandLine(command).execute("--name", name, "--interface", "loopback", "--group", group));
        }

        void types(String line) throws IOException {
            keyboard.write((line + "\n").getBytes(UTF_8));
            keyboard.flush();
        }

        String screen() {
            return seen.toString(UTF_8);
        }

        void sees(String text) {
            await().atMost(SOON).untilAsserted(() -> assertThat(screen()).contains(text));
        }

        int exitCode() throws Exception {
            return exit.get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            keyboard.close();
        }
    }

    private static String group() throws IOException {
        try (var free = new DatagramSocket()) {
            return "224.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void peopleTalkInRoomsAndAlone() throws Exception {
        var group = group();
        try (var ann = new Person("ann", group);
                var bob = new Person("bob", group)) {
            ann.sees("* bob is there");
            bob.sees("* ann is there");

            ann.types("hello");
            bob.sees("[general] ann: hello");
            ann.types("/msg bob for you");
            bob.sees("[to you] ann: for you");
            ann.types("/msg carl hi");
            ann.sees("* nobody has this name");

            // who is in another room sees nothing of it
            ann.types("/join dev");
            ann.sees("* you are in dev");
            ann.types("not for general");
            ann.types("/part");
            ann.sees("* you have left dev, and are in general");
            ann.types("again here");
            bob.sees("[general] ann: again here");
            assertThat(bob.screen()).doesNotContain("not for general");

            ann.types("/nick anna");
            bob.sees("* ann is now anna");
            ann.types("/away lunch");
            bob.sees("* anna is lunch");
            ann.types("/back");
            bob.sees("* anna is back");
            bob.types("/who");
            bob.sees("encrypted link");
            ann.types("/dance");
            ann.sees("* there is no verb /dance; /help lists all");
            ann.types("/help");
            ann.sees("/msg NAME text");

            ann.types("/quit");
            assertThat(ann.exitCode()).isZero();
            bob.sees("* anna has gone");
        }
    }

    @Test
    void whatOthersWriteDoesNotSteerTheTerminal() throws Exception {
        var group = group();
        try (var ann = new Person("ann", group);
                var bob = new Person("bob", group)) {
            ann.sees("* bob is there");
            bob.sees("* ann is there");
            ann.types("a\u001b[2Jb\u202ec");
            bob.sees("[general] ann: a\uFFFD[2Jb\uFFFDc");
            assertThat(bob.screen()).doesNotContain("\u001b");
        }
    }

    @Test
    void wrongOptionsAreNamed() {
        var line = Terminal.commandLine();
        assertThat(line.execute("chat", "--name", "a\u0007")).isEqualTo(2);
        assertThat(line.execute("chat", "--group", "127.0.0.1:9")).isEqualTo(2);
    }
}
