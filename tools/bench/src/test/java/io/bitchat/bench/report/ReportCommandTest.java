package io.bitchat.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Beside a script that answers like the other commands. */
class ReportCommandTest {
    private static final String SIM = """
            {"seed":1,"met":true,"to_last_p99_ms":320.5,"within_500_ms_percent":99.98,"duplicates_percent":0.4,\
            "control_percent":2.1,"before_a_cause":0}""";

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @BeforeEach
    void answers() throws IOException {
        Files.createDirectories(root.resolve("data/run"));
        var own = ProcessHandle.current().pid();
        Files.writeString(root.resolve("data/run/suite.json"), "{\"pids\":{\"gateway\":" + own + "}}");
        answer("sim", SIM);
        answer(
                "messages",
                figure("open loop 300/s, HTTP send p95", 9),
                figure("open loop 300/s, send to socket p95", 31));
        answer(
                "groups",
                figure("make a group, p95", 12.5),
                figure("group send, HTTP p95", 20),
                figure("100 members, 100 sockets, 20 sends/s, to the last socket p95", 40));
        answer(
                "files",
                figure("upload 1 GiB", 150),
                figure("begin an upload at 20/s, p95", 8.4),
                figure("send a chunk at 20/s, p95", 12),
                figure("states of 1,024 chunks at 20/s, p95", 6),
                figure("256 MiB cut off 5 times, sent again or asked for", 0.08));
        var script = root.resolve("bitchat");
        Files.writeString(script, """
                #!/bin/sh
                cd "$(dirname "$0")" && echo "$@" >> asked
                case "$1" in sim) file=sim ;; *) file=$2 ;; esac
                [ -f $file.json ] || exit 2
                cat $file.json
                """);
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private void answer(String command, String... figures) throws IOException {
        var text = command.equals("sim")
                ? figures[0]
                : "{\"figures\":[" + String.join(",", figures) + "],\"conditions\":{\"the store\":\"folder x\"}}";
        Files.writeString(root.resolve(command + ".json"), text);
    }

    private static String figure(String name, double measured) {
        return new JsonObject().put("figure", name).put("measured", measured).encode();
    }

    private int run(String... options) {
        var command = new ReportCommand(stream(out), stream(progress), root);
        var state = root.resolve("data/run/suite.json").toString();
        return new CommandLine(command)
                .execute(Stream.concat(Stream.of("--state", state), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }

    private String[] row(String title) {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(title))
                .findFirst()
                .orElseThrow()
                .split(" {2,}", -1);
    }

    @Test
    void oneTableHasTargetMeasuredAndVerdictOfAllThree() {
        assertThat(run()).isZero();

        assertThat(row("propagation")).endsWith("S0-GOS-11", "< 500 ms", "320.5 ms", "met");
        assertThat(row("upload throughput")).endsWith("S0-FIL-66", "> 10 MB/s", "150 MB/s", "met");
        assertThat(row("largest file")).endsWith("S0-FIL-69", ">= 1,024 MiB", "1,024 MiB", "met");
        assertThat(row("create a group")).endsWith("S0-GRP-35", "< 100 ms", "12.5 ms", "met");
        assertThat(row("message from the send")).endsWith("-", "<= 25 ms", "31 ms", "MISSED");
        assertThat(row("chunks downloaded at once")).endsWith("not measured");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("cores", "load average at the start", "load average at the end", "folder x")
                .containsPattern("time since the start of the suite: \\d+ s");
    }

    /** Each row but the one that is measured elsewhere finds its figure: a new name there would be seen here. */
    @Test
    void everyRowIsMeasured() throws IOException {
        answer(
                "messages",
                figure("open loop 300/s, HTTP send p95", 9),
                figure("open loop 300/s, send to socket p95", 20),
                figure("GET /peers/{id}, 10,000 peers, p95", 3),
                figure("page of 100,000 rows p95", 5));

        assertThat(run("--long", "--check")).isZero();

        assertThat(Files.readString(root.resolve("asked"))).contains("--only a,d,e");
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("not measured")))
                .hasSize(1);
    }

    @Test
    void aShortFileSaysNothingOfTheLargest() throws IOException {
        answer("files", figure("upload 64 MiB", 150));

        run("--mib", "64");

        assertThat(row("largest file")).endsWith("not measured");
        assertThat(row("upload throughput")).endsWith("met");
    }

    @Test
    void aTargetThatIsMissedIsFoundByCheck() {
        assertThat(run("--check")).isEqualTo(1);
    }

    @Test
    void whatCannotBeMeasuredIsSaidAndTheRestStands() throws IOException {
        Files.delete(root.resolve("groups.json"));

        assertThat(run()).isEqualTo(2);

        assertThat(row("create a group")).endsWith("not measured");
        assertThat(row("upload throughput")).endsWith("met");
    }

    @Test
    void filesHaveTheSameRows() throws IOException {
        var markdown = root.resolve("table.md");
        var json = root.resolve("table.json");

        run("--markdown", markdown.toString(), "--json", json.toString());

        assertThat(Files.readString(markdown))
                .startsWith("| Figure | Ledger | Target | Measured | Verdict |\n| --- | --- | --- | --- | --- |\n")
                .contains("| create a group, p95 | S0-GRP-35 | < 100 ms | 12.5 ms | met |\n");
        var rows = new JsonObject(Files.readString(json)).getJsonArray("rows");
        assertThat(rows.stream().map(JsonObject.class::cast).filter(row -> row.getString("ledger")
                        .equals("S0-GRP-35")))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getDouble("measured")).isEqualTo(12.5);
                    assertThat(row.getString("verdict")).isEqualTo("met");
                    assertThat(row.getString("group")).isEqualTo("api");
                });
    }

    @Test
    void withoutASuiteNothingIsBegun() throws IOException {
        Files.delete(root.resolve("data/run/suite.json"));

        assertThat(run()).isEqualTo(2);

        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("./bitchat up --rate-limit off");
        assertThat(root.resolve("asked")).doesNotExist();
    }
}
