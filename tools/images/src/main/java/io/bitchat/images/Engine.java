package io.bitchat.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The container engine of this machine, by its command {@code docker} (or what {@code BITCHAT_ENGINE} names). */
final class Engine {
    private static final int LIMIT_MINUTES = 10;

    private final String command;

    Engine() {
        var chosen = System.getenv("BITCHAT_ENGINE");
        command = chosen == null || chosen.isBlank() ? "docker" : chosen.strip();
    }

    /** Whether the command exists and reaches an engine. */
    boolean runs() throws InterruptedException {
        try {
            var asked = new ProcessBuilder(command, "info")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (asked.waitFor(20, TimeUnit.SECONDS)) return asked.exitValue() == 0;
            asked.destroyForcibly();
            return false;
        } catch (IOException _) {
            return false;
        }
    }

    /** Reads an image from a file, under the name in it. */
    void load(Path tar) throws IOException, InterruptedException {
        run("load", "-i", tar.toString());
    }

    /**
     * Runs one command of the engine.
     *
     * @throws IOException if it fails or takes more than ten minutes; with the end of its output
     */
    void run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        var log = Files.createTempFile("bitchat-engine", ".log");
        try {
            var process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(command + " " + arguments[0] + " took more than " + LIMIT_MINUTES + " minutes");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + " " + arguments[0] + " failed:\n" + end(log));
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static String end(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
