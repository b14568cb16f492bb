package io.bitchat.bench.files;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.report.RunConditions;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Driver.Settings;
import io.bitchat.bench.suite.SuiteState;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench files}: uploads and downloads with the running suite. */
@Command(
        name = "files",
        mixinStandardHelpOptions = true,
        description = {
            "Measures files of the running suite: throughput, latency, resuming, fetching, memory, and the floors.",
            "Starts nothing; ./bitchat up --rate-limit off comes first. BITCHAT_FILES_FSYNC=false before it",
            "is the durability of most other servers. After ./bitchat up --store s3 the S3 server alone is",
            "measured in turn with the suite.",
            "Phases: throughput, latency, resume, fetch, memory, floors."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:measured, and --check found a figure missed", "2:could not be measured"})
public final class FilesCommand implements Callable<Integer> {
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

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "rounds of at most 512 MiB before those that count (default: ${DEFAULT-VALUE})")
    int warmUps = 20;

    @Option(names = "--seconds", description = "length of each phase of latency (default: ${DEFAULT-VALUE})")
    int seconds = 20;

    @Option(
            names = "--states",
            description = "chunks of the file whose states are asked for; the target is for ${DEFAULT-VALUE}")
    int states = FileLatency.LISTED;

    @Option(names = "--fetch-mib", description = "length of the file that is fetched (default: ${DEFAULT-VALUE})")
    int fetchMib = 512;

    @Option(names = "--many", description = "uploads, and downloads, for the memory figure (default: ${DEFAULT-VALUE})")
    int many = 10;

    @Option(names = "--many-mib", description = "length of each of those uploads (default: ${DEFAULT-VALUE})")
    int manyMib = 256;

    @Option(names = "--only", split = ",", paramLabel = "PHASES", description = "such as throughput,floors")
    List<String> only = List.of();

    @Option(
            names = "--straight-readers",
            paramLabel = "N",
            description = {
                "chunks that are read straight from the S3 server at a time (default: ${DEFAULT-VALUE},",
                "on one connection, as a download is)"
            })
    int straightReaders = 1;

    @Option(names = "--json", description = "print JSON instead of a table")
    boolean json;

    @Option(names = "--check", description = "exit with 1 when a figure misses what it must reach")
    boolean check;

    @Mixin
    S3Options s3 = new S3Options();

    private final PrintStream out;
    private final PrintStream progress;

    public FilesCommand(PrintStream out, PrintStream progress) {
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

    private void refuseNothing() {
        var counts = Map.of(
                "--mib", mib,
                "--in-flight", inFlight,
                "--rounds", rounds,
                "--warm-up", warmUps,
                "--seconds", seconds,
                "--states", states,
                "--fetch-mib", fetchMib,
                "--many", many,
                "--many-mib", manyMib,
                "--straight-readers", straightReaders);
        counts.forEach((option, count) -> {
            if (count < 1) throw new Refused(option + " must be at least 1");
        });
    }

    private int measure(Vertx vertx) {
        refuseNothing();
        var suite = SuiteState.read(state);
        var driver = new Driver(vertx, suite, new Settings(seconds, 0, 60, 0, 0, 0), progress);
        driver.check();
        var report = new Report();
        var phases = new FilePhases(only, report, progress);
        RunConditions.before(driver, report, "%d rounds, %d chunks in flight".formatted(rounds, inFlight));
        report.condition("files sent to", String.valueOf(url == null ? suite.api() : url));
        var plan = new FileBench.Plan(mib, inFlight, seconds, many, manyMib);
        try (var bench = new FileBench(driver, new FileApi(vertx, url == null ? suite.api() : url), plan)) {
            run(phases, report, bench);
        }
        RunConditions.after(report);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        if (phases.unmeasured() > 0) return 2;
        return check && report.missedAny() ? 1 : 0;
    }

    private void run(FilePhases phases, Report report, FileBench bench) {
        var store = bench.store();
        report.condition("the store", store);
        var memory = new FileMemory(bench);
        double idle = memory.idle();
        phases.run("throughput", () -> throughput(phases, report, bench, store.startsWith("s3 ")));
        phases.run("latency", () -> new FileLatency(bench, states).run(report));
        phases.run("resume", () -> new FileResume(bench).run(report));
        phases.run("fetch", () -> new FileFetch(bench, fetchMib).run(report));
        phases.run("memory", () -> memory.run(report, idle));
        var disk = bench.driver().suite().data().orElse(Path.of("."));
        phases.run("floors", () -> new FileFloors(disk).run(report));
    }

    private void throughput(FilePhases phases, Report report, FileBench bench, boolean inBucket) {
        List<FilePeer> peers = new ArrayList<>();
        try {
            if (tus != null) peers.add(new TusPeer(bench, tus, !inBucket));
            if (inBucket) {
                report.condition("the S3 server alone", "chunks read at a time: " + straightReaders);
                phases.attempt("the S3 server alone", () -> peers.add(straight(bench)));
            }
            new FileThroughput(bench, peers, warmUps, rounds).run(report);
        } finally {
            peers.forEach(FilePeer::close);
        }
    }

    private FilePeer straight(FileBench bench) {
        return S3Peer.open(
                s3.settings(bench.driver().suite(), "bitchat-" + bench.driver().fresh("straight")),
                inFlight,
                straightReaders);
    }
}
