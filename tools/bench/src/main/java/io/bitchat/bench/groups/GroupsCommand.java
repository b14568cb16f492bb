package io.bitchat.bench.groups;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.report.RunConditions;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.SuiteState;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench groups}: measures groups of the running suite. */
@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        description = {
            "Measures groups of the running suite: making them, and messages to the sockets of all members.",
            "Starts nothing; ./bitchat up --rate-limit off comes first.",
            "Scenarios: a groups made, b open loop with 100 sockets, c closed loop, d a thousand members."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:measured, and a figure was missed", "2:could not be measured"})
public final class GroupsCommand implements Callable<Integer> {
    @Option(names = "--state", paramLabel = "FILE", description = "state file of the suite (default: ${DEFAULT-VALUE})")
    Path state = Path.of("data", "run", "suite.json");

    @Option(names = "--url", paramLabel = "URL", description = "a suite elsewhere, by its API; without memory")
    @Nullable
    String url;

    @Option(names = "--seconds", description = "length of each measured phase (default: ${DEFAULT-VALUE})")
    int seconds = 60;

    @Option(names = "--warmup", description = "seconds of full load before the first phase (default: ${DEFAULT-VALUE})")
    int warmup = 30;

    @Option(names = "--settle", description = "seconds of its own load before each phase (default: ${DEFAULT-VALUE})")
    int settle = 5;

    @Option(
            names = "--drain",
            description = "seconds until what was acknowledged and has not arrived is lost (default: ${DEFAULT-VALUE})")
    int drain = 10;

    @Option(names = "--only", split = ",", paramLabel = "LETTERS", description = "scenarios to run, such as b,c")
    List<String> only = List.of();

    @Option(names = "--json", description = "print JSON instead of a table")
    boolean json;

    private final PrintStream out;
    private final PrintStream progress;

    public GroupsCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    static List<Scenario> scenarios() {
        return List.of(
                new GroupCreation(),
                new GroupOpenLoop("b", 100, 100, 20, OptionalDouble.of(40), 60, OptionalDouble.of(15)),
                new GroupClosedLoop(),
                new GroupOpenLoop("d", 1_000, 200, 5, OptionalDouble.empty(), 300, OptionalDouble.empty()));
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
        List<Scenario> chosen = Scenario.chosen(scenarios(), only);
        SuiteState suite = url == null ? SuiteState.read(state) : SuiteState.ofUrl(url);
        var driver = new Driver(vertx, suite, new Driver.Settings(seconds, settle, drain, 0, 0, 0), progress);
        var report = new Report();
        driver.check();
        RunConditions.before(driver, report, phases());
        if (warmup > 0 && chosen.stream().anyMatch(Scenario::sends)) {
            driver.say("warm-up, %d s".formatted(warmup));
            new GroupClosedLoop().warmUp(driver, warmup);
        }
        for (Scenario scenario : chosen) {
            driver.say(scenario.letter() + "  " + scenario.title());
            scenario.run(driver, report);
        }
        RunConditions.after(report);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        return report.missedAny() ? 1 : 0;
    }

    private String phases() {
        return ("%d s each after %d s of its load, the first after %d s of full load; latency from the moment due; each"
                        + " socket acknowledges every %dth message")
                .formatted(seconds, settle, warmup, GroupFlow.ACK_EVERY);
    }
}
