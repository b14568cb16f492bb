package io.bitchat.bench.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With few messages and nodes: that each phase measures, not what. */
class TransportCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void everyPhaseHasItsFiguresAndNothingIsLeftOnTheDisk() throws Exception {
        int code = bench("--messages", "300", "--nodes", "3", "--rounds", "1", "--json");

        assertThat(code).as(progress.toString(StandardCharsets.UTF_8)).isZero();
        var figures = new JsonObject(out.toString(StandardCharsets.UTF_8)).getJsonArray("figures");
        assertThat(figures.stream().map(row -> ((JsonObject) row).getString("figure")))
                .containsExactly(
                        "deposits on the disk",
                        "deposit, p95",
                        "drain when the receiver is back",
                        "first message after the receiver's start",
                        "a new peer is known to all, p95",
                        "a line is shown by all, p99",
                        "a line is shown by all, p50",
                        "a node alone is ready after",
                        "a node alone, resident memory",
                        "a node alone, of one core");
        assertThat(figures.stream().map(row -> ((JsonObject) row).getDouble("measured")))
                .allMatch(value -> value >= 0);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void knowsItsPhases() {
        assertThat(bench("--only", "speed")).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("queue,drain,lan,idle");
    }

    private int bench(String... options) {
        var arguments = new ArrayList<>(List.of("--folder", folder.toString()));
        arguments.addAll(List.of(options));
        var command = new TransportCommand(new PrintStream(out, true), new PrintStream(progress, true));
        return new CommandLine(command).execute(arguments.toArray(String[]::new));
    }
}
