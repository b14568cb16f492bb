package io.bitchat.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands in the repository's root. */
final class Shell {
    private static final Path ROOT = root();
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final Map<String, String> environment;

    Shell(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("bitchat"))) {
            var parent = folder.getParent();
            if (parent == null) throw new IllegalStateException("not in the repository");
            folder = parent;
        }
        return folder;
    }

    /** A command that has been started; its output goes to a file. */
    record Running(List<String> command, Process process, Path output) {
        /** Waits for the end; the command must succeed. Returns its output. */
        String succeed() throws IOException, InterruptedException {
            assertThat(process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the end of " + command)
                    .isTrue();
            var said = Files.readString(output);
            assertThat(process.exitValue()).as(command + " said:\n" + said).isZero();
            return said;
        }

        /** Waits until the output contains a text. */
        void awaitOutput(String text) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (!Files.readString(output).contains(text)) {
                assertThat(process.isAlive() && System.nanoTime() < deadline)
                        .as("'" + text + "' in the output of " + command + ":\n" + Files.readString(output))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    Running start(String... command) throws IOException {
        var output = Files.createTempFile("bitchat-container", ".log");
        output.toFile().deleteOnExit();
        var builder = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(new HashMap<>(environment));
        return new Running(List.of(command), builder.start(), output);
    }

    /** Runs a command that must succeed; returns its output. */
    String run(String... command) throws IOException, InterruptedException {
        return start(command).succeed();
    }
}
