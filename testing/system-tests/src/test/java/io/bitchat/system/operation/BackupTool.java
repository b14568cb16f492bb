package io.bitchat.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./bitchat backup} and {@code restore} as processes of their own, with what they find by themselves. */
final class BackupTool {
    private final Path folder;

    /** @param folder for the output of the commands */
    BackupTool(Path folder) {
        this.folder = folder;
    }

    /** The exit code and all output of a command. */
    record Said(int exit, String text) {}

    Process start(Suite suite, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                Suite.root().resolve("tools/backup/target/backup.jar").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", suite.data().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    Said run(Suite suite, String... arguments) throws IOException, InterruptedException {
        var process = start(suite, arguments);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(folder.resolve("said")));
    }

    static JsonNode manifest(Path backup) throws IOException {
        return Client.JSON.readTree(backup.resolve("manifest.json").toFile());
    }

    static long rows(JsonNode manifest, String table) {
        for (var known : manifest.path("tables")) {
            if (known.path("name").asText().equals(table))
                return known.path("rows").asLong();
        }
        throw new AssertionError("the backup has no table " + table);
    }
}
