package io.bitchat.bench.clients;

import io.bitchat.bench.files.FileApi;
import io.bitchat.bench.files.FileContent;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.report.RunConditions;
import io.bitchat.bench.suite.BenchSite;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.OrderedProcess;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** {@code bench hostile --clients}: what honest clients notice of many clients that hold on to resources. */
public final class ClientCampaign {
    private static final int VICTIMS = 16;
    private static final int FILE_CHUNKS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path root;
    private final PrintStream progress;
    private final Setting setting;

    /**
     * @param perSecond honest sends per second
     * @param warmup seconds of honest load before the first block
     * @param greedy whether the attackers run at normal scheduling priority
     */
    public record Setting(ClientRounds.Plan plan, double perSecond, int warmup, boolean greedy) {}

    public ClientCampaign(Path root, PrintStream progress, Setting setting) {
        this.root = root;
        this.progress = progress;
        this.setting = setting;
    }

    public Report measure(Vertx vertx, List<ClientAttack> attacks, Path folder) {
        progress.println("starting a suite in " + folder);
        try (var suite = BenchSite.start(root, folder)) {
            suite.ready();
            var driver = new Driver(vertx, suite.state(), new Driver.Settings(0, 0, 30, 0, 0, 0), progress);
            driver.check();
            var report = new Report();
            RunConditions.before(driver, report, phases());
            measure(vertx, driver, attacks, report);
            RunConditions.after(report);
            return report;
        }
    }

    private void measure(Vertx vertx, Driver driver, List<ClientAttack> attacks, Report report) {
        List<Peer> victims = driver.peers(IntStream.range(0, VICTIMS)
                .mapToObj(i -> driver.fresh("held" + i))
                .toList());
        String file = upload(vertx, driver, victims.getFirst());
        var config = Attackers.config(
                driver.suite().api().getPort(), victims.stream().map(Peer::id).toList(), file);
        try (var load = HonestLoad.open(vertx, driver, setting.perSecond());
                var attackers = new OrderedProcess(Attackers.class, config, setting.greedy())) {
            driver.say("warm-up, %d s".formatted(setting.warmup()));
            load.block(new HonestLoad.Sample(), setting.warmup());
            for (var attack : attacks) {
                driver.say(attack.title());
                new ClientRounds(driver, load, attackers, setting.plan()).measure(attack, report);
            }
            report.add(load.faults("messages"));
        }
    }

    /** Uploads the file for slow readers, which is larger than all buffers on the way. */
    private static String upload(Vertx vertx, Driver driver, Peer by) {
        var api = new FileApi(vertx, driver.suite().api());
        var content = new FileContent(FILE_CHUNKS, 1);
        String id = Await.result(
                api.begin(by, "slow.bin", content.size())
                        .compose(answer -> SuiteApi.expect(answer, "the beginning of an upload", 201))
                        .map(answer -> answer.json().getString("file_id")),
                PATIENCE);
        Await.result(
                Bounded.all(driver.loop(), content.chunks(), 2, index -> api.chunk(by, id, index, content.chunk(index))
                        .compose(answer -> SuiteApi.expect(answer, "a chunk", 200))),
                PATIENCE);
        return "/api/bitchat/files/" + id + "/download";
    }

    private String phases() {
        return "%d attackers; %d rounds of quiet, attack, quiet of %d s; %.0f sends/s and half as many reads; attackers %s"
                .formatted(
                        setting.plan().clients(),
                        setting.plan().rounds(),
                        setting.plan().seconds(),
                        setting.perSecond(),
                        setting.greedy()
                                ? "compete for the processors"
                                : "get the processor time that nobody else wants");
    }
}
