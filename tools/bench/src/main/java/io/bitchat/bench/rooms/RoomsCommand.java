package io.bitchat.bench.rooms;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.report.RunConditions;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Driver.Settings;
import io.bitchat.bench.suite.SuiteState;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench rooms}: files from socket to socket through the running suite. */
@Command(
        name = "rooms",
        mixinStandardHelpOptions = true,
        description = {
            "Measures files that go from peer to peer in rooms: speed beside a plain relay, memory, chat during a",
            "transfer, clean-up, what cuts cost, several receivers. Starts nothing; ./bitchat up --rate-limit off",
            "comes first. Phases: relay, memory, chat, cleanup, cuts, receivers, flood."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:measured, and --check found a figure missed", "2:could not be measured"})
public final class RoomsCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})M");
    private static final long MEGABYTE = 1_000_000;

    @Option(names = "--state", paramLabel = "FILE", description = "state file of the suite (default: ${DEFAULT-VALUE})")
    Path state = Path.of("data", "run", "suite.json");

    @Option(names = "--target", paramLabel = "URL", description = "a suite elsewhere, known by its URL only")
    @Nullable
    String target;

    @Option(names = "--size", paramLabel = "SIZE", description = "of the large file (default: ${DEFAULT-VALUE})")
    String size = "500M";

    @Option(names = "--rounds", description = "of the relays; the fastest count (default: ${DEFAULT-VALUE})")
    int rounds = 3;

    @Option(names = "--seed", description = "of the moments of the cuts (default: ${DEFAULT-VALUE})")
    long seed = 1;

    @Option(names = "--only", split = ",", paramLabel = "PHASES", description = "such as relay,chat")
    List<String> only = List.of();

    @Option(names = "--json", description = "print JSON instead of a table")
    boolean json;

    @Option(names = "--check", description = "exit with 1 when a figure misses what it must reach")
    boolean check;

    private final PrintStream out;
    private final PrintStream progress;

    public RoomsCommand(PrintStream out, PrintStream progress) {
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
        if (rounds < 1) throw new Refused("--rounds must be at least 1");
        var suite = target == null ? SuiteState.read(state) : SuiteState.ofUrl(target);
        var report = new Report();
        var driver = new Driver(vertx, suite, new Settings(0, 0, 60, 0, 0, 0), progress);
        var phases = phases(vertx, report, driver);
        if (!phases.keySet().containsAll(only)) throw new Refused("unknown phase; they are " + phases.keySet());
        driver.check();
        RunConditions.before(driver, report, only.isEmpty() ? "all" : String.join(",", only));
        report.condition("the driver", "one core, in the same machine; it knows its chunks and hashes none");
        int unmeasured = 0;
        for (var phase : phases.entrySet()) {
            if (only.isEmpty() || only.contains(phase.getKey()))
                unmeasured += run(phase.getKey(), phase.getValue(), report);
        }
        RunConditions.after(report);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        if (unmeasured > 0) return 2;
        return check && report.missedAny() ? 1 : 0;
    }

    private LinkedHashMap<String, Runnable> phases(Vertx vertx, Report report, Driver driver) {
        var rooms = new RoomPhases(vertx, new RoomBench(vertx, driver), report, bytes());
        var phases = new LinkedHashMap<String, Runnable>();
        phases.put("memory", rooms::memory);
        phases.put("relay", () -> rooms.relay(rounds));
        phases.put("chat", rooms::chat);
        phases.put("cleanup", rooms::cleanup);
        phases.put("cuts", () -> rooms.cuts(seed));
        phases.put("receivers", rooms::fanOut);
        phases.put("flood", rooms::flood);
        return phases;
    }

    private long bytes() {
        var given = SIZE.matcher(size);
        if (!given.matches()) throw new Refused("--size is a number of megabytes such as 500M");
        return Long.parseLong(given.group(1)) * MEGABYTE;
    }

    private int run(String name, Runnable phase, Report report) {
        progress.println(name);
        try {
            phase.run();
            return 0;
        } catch (Refused | VertxException failure) {
            progress.println("bench: " + failure.getMessage());
            report.condition(name + ", not measured", String.valueOf(failure.getMessage()));
            return 1;
        }
    }
}
