package io.bitchat.system.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./bitchat send} and {@code ./bitchat get} as separate processes, one at a time. */
public final class Terminal {
    private final String url;
    private final Path folder;

    /** @param folder home folder of the commands, and folder for their output */
    public Terminal(String url, Path folder) {
        this.url = url;
        this.folder = folder;
    }

    /** The exit code and output of a command. */
    public record Said(int exit, String out, String err) {
        public String lastLine() {
            return out.lines().reduce((_, last) -> last).orElse("");
        }
    }

    public Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                // a run in the background ignores Ctrl-C, and what it starts would too
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                Suite.root().resolve("clients/terminal/target/terminal.jar").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", url, "--home", folder.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    public Said run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments), 90);
    }

    /** Waits for the end of a process, which must be the last one started: all write to the same files. */
    public Said end(Process process, int seconds) throws IOException, InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).isTrue();
        return new Said(
                process.exitValue(),
                Files.readString(folder.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(folder.resolve("err"), StandardCharsets.UTF_8));
    }
}
