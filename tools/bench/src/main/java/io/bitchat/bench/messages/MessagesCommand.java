package io.bitchat.bench.messages;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.machine.MachineFloor;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.report.RunConditions;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Driver.Settings;
import io.bitchat.bench.suite.SuiteState;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench messages}: measures messages of the running suite. */
@Command(
        name = "messages",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the running suite: sends, sockets, history, memory, and the floor of the machine.",
            "Starts nothing; ./bitchat up --rate-limit off comes first.",
            "Scenarios: a open loop, b closed loop, c history, d long conversation, e directory,",
            "f memory per socket, g floor of the machine, h the first minute (only if it is selected)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:measured, and --check found a figure missed", "2:could not be measured"})
public final class MessagesCommand implements Callable<Integer> {
    @Option(names = "--state", paramLabel = "FILE", description = "state file of the suite (default: ${DEFAULT-VALUE})")
    Path state = Path.of("data", "run", "suite.json");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "a suite elsewhere, by its API; without memory and floor")
    @Nullable
    String url;

    @Option(names = "--seconds", description = "length of each measured phase (default: ${DEFAULT-VALUE})")
    int seconds = 20;

    @Option(
            names = "--warmup",
            description =
                    "seconds of full load before the first phase, for the JVMs' compilers (default: ${DEFAULT-VALUE})")
    int warmup = 30;

    @Option(names = "--settle", description = "seconds of its own load before each phase (default: ${DEFAULT-VALUE})")
    int settle = 5;

    @Option(
            names = "--drain",
            description = "seconds until what was acknowledged and has not arrived is lost (default: ${DEFAULT-VALUE})")
    int drain = 10;

    @Option(names = "--rows", description = "rows of the long conversation (default: ${DEFAULT-VALUE})")
    int rows = 100_000;

    @Option(names = "--peers", description = "peers in the directory (default: ${DEFAULT-VALUE})")
    int peers = 10_000;

    @Option(names = "--sockets", description = "sockets for the memory figure (default: ${DEFAULT-VALUE})")
    int sockets = 1_000;

    @Option(names = "--only", split = ",", paramLabel = "LETTERS", description = "scenarios to run, such as a,c")
    List<String> only = List.of();

    @Option(names = "--json", description = "print JSON instead of a table")
    boolean json;

    @Option(names = "--check", description = "exit with 1 when a figure misses what it must reach")
    boolean check;

    private final PrintStream out;
    private final PrintStream progress;

    public MessagesCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    /**
     * Latency comes first, before other scenarios leave work behind; the floor comes last, when it can be compared with
     * the figures.
     */
    static List<Scenario> scenarios() {
        return List.of(
                new SendOpenLoop(),
                new SendClosedLoop(),
                new SocketMemory(),
                new History(),
                new LongConversation(),
                new Directory(),
                new MachineFloor(),
                new FirstMinute());
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
        var driver = new Driver(vertx, suite, new Settings(seconds, settle, drain, rows, peers, sockets), progress);
        var report = new Report();
        boolean warms = warmup > 0 && chosen.stream().anyMatch(Scenario::sends);
        driver.check();
        RunConditions.before(
                driver,
                report,
                "%d s each after %d s of its load, the first after %d s of full load; latency from the moment due"
                        .formatted(seconds, settle, warms ? warmup : 0));
        if (warms) {
            driver.say("warm-up, %d s".formatted(warmup));
            new SendClosedLoop().warmUp(driver, warmup);
        }
        for (Scenario scenario : chosen) {
            driver.say(scenario.letter() + "  " + scenario.title());
            scenario.run(driver, report);
        }
        RunConditions.after(report);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        return check && report.missedAny() ? 1 : 0;
    }
}
