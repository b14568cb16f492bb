package io.bitchat.bench;

import io.bitchat.bench.Driver.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench files}: uploads and downloads of the suite that runs. */
@Command(
        name = "files",
        mixinStandardHelpOptions = true,
        description = {
            "Measures files of the running suite: throughput, latency, resuming, memory, and the floors.",
            "Starts nothing; ./bitchat up --rate-limit off comes first. BITCHAT_FILES_FSYNC=false before it",
            "is the durability of most other servers.",
            "Phases: throughput, latency, resume, memory, floors."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:measured, and --check found a figure missed", "2:could not be measured"})
final class FilesCommand implements Callable<Integer> {
    private static final List<String> PHASES = List.of("throughput", "latency", "resume", "memory", "floors");

    @Option(names = "--state", paramLabel = "FILE", description = "state file of the suite (default: ${DEFAULT-VALUE})")
    Path state = Path.of("data", "run", "suite.json");

    @Option(names = "--url", paramLabel = "URL", description = "where to send files (default: the suite's gateway)")
    @Nullable
    URI url;

    @Option(names = "--tus", paramLabel = "URL", description = "a tus server to measure in turn with the suite")
    @Nullable
    URI tus;

    @Option(names = "--mib", description = "length of the large file (default: ${DEFAULT-VALUE})")
    int mib = 1_024;

    @Option(names = "--in-flight", description = "chunks at once (default: ${DEFAULT-VALUE})")
    int inFlight = 5;

    @Option(names = "--rounds", description = "of the large file (default: ${DEFAULT-VALUE})")
    int rounds = 3;

    @Option(names = "--seconds", description = "length of each phase of latency (default: ${DEFAULT-VALUE})")
    int seconds = 20;

    @Option(names = "--many", description = "uploads, and downloads, for the memory figure (default: ${DEFAULT-VALUE})")
    int many = 10;

    @Option(names = "--many-mib", description = "length of each of those uploads (default: ${DEFAULT-VALUE})")
    int manyMib = 256;

    @Option(names = "--only", split = ",", paramLabel = "PHASES", description = "such as throughput,floors")
    List<String> only = List.of();

    @Option(names = "--json", description = "print JSON instead of a table")
    boolean json;

    @Option(names = "--check", description = "exit with 1 when a figure misses what it must reach")
    boolean check;

    private int unmeasured;
    private final PrintStream out;
    private final PrintStream progress;

    FilesCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() {
        var vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setPreferNativeTransport(true));
        try {
            return measure(vertx);
        } catch (Refused refused) {
            progress.println("bench: " + refused.getMessage());
            return 2;
        } finally {
            Await.result(vertx.close(), Duration.ofSeconds(20));
        }
    }

    private int measure(Vertx vertx) {
        if (!PHASES.containsAll(only)) throw new Refused("there is no such phase; see ./bitchat bench files --help");
        var suite = SuiteState.read(state);
        var driver = new Driver(vertx, suite, new Settings(seconds, 0, 60, 0, 0, 0), progress);
        driver.check();
        var report = new Report();
        RunConditions.before(driver, report, "%d rounds, %d chunks in flight".formatted(rounds, inFlight));
        report.condition("files sent to", String.valueOf(url == null ? suite.api() : url));
        var plan = new FileBench.Plan(mib, inFlight, seconds, many, manyMib);
        var bench = new FileBench(driver, new FileApi(vertx, url == null ? suite.api() : url), plan);
        report.condition("the store", bench.store());
        phases(bench, report);
        RunConditions.after(report);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        if (unmeasured > 0) return 2;
        return check && report.missedAny() ? 1 : 0;
    }

    private void phases(FileBench bench, Report report) {
        var memory = new FileMemory(bench);
        double idle = memory.idle();
        var large = chosen("throughput") ? throughput(bench, report) : bench.upload(mib);
        phase("latency", report, () -> new FileLatency(bench).run(report, large));
        phase("resume", report, () -> new FileResume(bench).run(report));
        phase("memory", report, () -> memory.run(report, idle, large));
        phase("floors", report, () -> new FileFloors(
                        bench.driver().suite().data().orElse(Path.of(".")))
                .run(report));
    }

    /** What the others took some minutes to find out is not thrown away for one that cannot be measured. */
    private void phase(String name, Report report, Runnable work) {
        if (!chosen(name)) return;
        progress.println(name);
        try {
            work.run();
        } catch (Refused refused) {
            unmeasured++;
            progress.println("bench: " + refused.getMessage());
            report.condition(name + ", not measured", String.valueOf(refused.getMessage()));
        }
    }

    private FileBench.Stored throughput(FileBench bench, Report report) {
        progress.println("throughput");
        return new FileThroughput(bench, tus, rounds).run(report);
    }

    private boolean chosen(String phase) {
        return only.isEmpty() || only.contains(phase);
    }
}
