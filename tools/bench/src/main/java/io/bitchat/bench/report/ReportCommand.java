package io.bitchat.bench.report;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench report}: one table of all targets, measured in a short form on the running suite. */
@Command(
        name = "report",
        aliases = "all",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures gossip, file transfer and API in a short form, and writes one table: target, measured, verdict.",
            "Starts nothing; ./bitchat up --rate-limit off comes first. Gossip is measured in the simulator."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:measured, and --check found a target missed",
            "2:something could not be measured; the table has the rest"
        })
public final class ReportCommand implements Callable<Integer> {
    @Option(names = "--state", paramLabel = "FILE", description = "state file of the suite (default: ${DEFAULT-VALUE})")
    Path state = Path.of("data", "run", "suite.json");

    @Option(names = "--seconds", description = "length of each measured phase of the API (default: ${DEFAULT-VALUE})")
    int seconds = 10;

    @Option(names = "--warmup", description = "seconds of full load before the first phase (default: ${DEFAULT-VALUE})")
    int warmup = 15;

    @Option(
            names = "--mib",
            description = "length of the large file; the target is for 1024 (default: ${DEFAULT-VALUE})")
    int mib = 1_024;

    @Option(names = "--gossip-seconds", description = "simulated seconds of observation (default: ${DEFAULT-VALUE})")
    int gossipSeconds = 20;

    @Option(
            names = "--long",
            description = "also what needs many rows first: 10,000 peers, and a conversation of 100,000 messages")
    boolean large;

    @Option(names = "--markdown", paramLabel = "FILE", description = "write the table as Markdown as well")
    @Nullable
    Path markdown;

    @Option(names = "--json", paramLabel = "FILE", description = "write the table as JSON as well")
    @Nullable
    Path json;

    @Option(names = "--check", description = "exit with 1 when a target is missed")
    boolean check;

    private final PrintStream out;
    private final PrintStream progress;
    private final Path root;

    /** @param root folder of the script {@code bitchat} */
    public ReportCommand(PrintStream out, PrintStream progress, Path root) {
        this.out = out;
        this.progress = progress;
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(state)) {
            progress.println("bench: no running suite is described in " + state
                    + "; start it first: ./bitchat up --rate-limit off");
            return 2;
        }
        var conditions = conditionsBefore();
        var measurements = new Measurements();
        boolean complete = measure(measurements);
        conditions.put("load average at the end", load());
        measurements.condition("the store").ifPresent(store -> conditions.put("chunks", store));
        measurements.condition("suite").ifPresent(suite -> conditions.put("suite", suite));

        var table = new TargetTable(targets(), measurements, conditions);
        out.println(table.text());
        if (markdown != null) Files.writeString(markdown, table.markdown());
        if (json != null) Files.writeString(json, table.json().encodePrettily() + "\n");
        if (!complete) return 2;
        return check && table.missedAny() ? 1 : 0;
    }

    private List<Target> targets() {
        return Arrays.stream(Target.values())
                .filter(target -> large || (target != Target.PEER && target != Target.PAGE))
                .toList();
    }

    /** Latencies first: files leave work for the disk behind. Returns false if a command could not measure. */
    private boolean measure(Measurements into) {
        var script = new BitchatScript(root, progress);
        var phase = List.of("--seconds", Integer.toString(seconds), "--json", "--data", data().toString());
        var warm = List.of("--warmup", Integer.toString(warmup), "--settle", "3");
        var files = List.of("--mib", Integer.toString(mib), "--rounds", "1", "--warm-up", "1");
        var gossip = script.json(
                List.of("sim", "gossip", "--json", "--seconds", Integer.toString(gossipSeconds), "--seed", "1"));
        gossip.ifPresent(into::addSim);
        var bench = List.of(
                script.json(joined(List.of("bench", "messages", "--only", large ? "a,d,e" : "a"), phase, warm)),
                script.json(joined(List.of("bench", "groups", "--only", "a,b"), phase, warm)),
                script.json(joined(List.of("bench", "files", "--only", "throughput,latency,resume"), phase, files)));
        bench.forEach(report -> report.ifPresent(into::addBench));
        return gossip.isPresent() && bench.stream().allMatch(Optional::isPresent);
    }

    /** The data folder: the launcher writes the state into {@code <data>/run/suite.json}. */
    private Path data() {
        var run = state.toAbsolutePath().normalize().getParent();
        var data = run == null ? null : run.getParent();
        return data == null ? Path.of("data") : data;
    }

    private static List<String> joined(List<String> first, List<String> second, List<String> third) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }

    private Map<String, String> conditionsBefore() {
        var conditions = new LinkedHashMap<String, String>();
        conditions.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.put(
                "machine",
                "%d cores, %s %s, Java %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.runtime.version")));
        conditions.put(
                "time since the start of the suite",
                age().map(Duration::toSeconds).map(age -> age + " s").orElse("not known"));
        conditions.put(
                "phases",
                "%d s each after 3 s of its load, the first after %d s of full load; files of %,d MiB after one round of"
                                .formatted(seconds, warmup, mib)
                        + " warm-up; gossip for " + gossipSeconds
                        + " simulated seconds, 5 % loss, links of 20 to 80 ms");
        conditions.put("load average at the start", load());
        return conditions;
    }

    private Optional<Duration> age() {
        try {
            var pids = new JsonObject(Files.readString(state)).getJsonObject("pids", new JsonObject());
            return Optional.ofNullable(pids.getLong("gateway"))
                    .flatMap(ProcessHandle::of)
                    .flatMap(process -> process.info().startInstant())
                    .map(start -> Duration.between(start, Instant.now()));
        } catch (IOException | DecodeException | ClassCastException _) {
            return Optional.empty();
        }
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.2f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
