package io.bitchat.bench.hostile;

import io.bitchat.bench.Refused;
import io.bitchat.bench.Trees;
import io.bitchat.bench.clients.Attackers;
import io.bitchat.bench.clients.ClientAttack;
import io.bitchat.bench.clients.ClientCampaign;
import io.bitchat.bench.clients.ClientRounds;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.report.RunConditions;
import io.bitchat.bench.suite.BenchSite;
import io.bitchat.bench.suite.Driver;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench hostile}: what honest sites notice of one that breaks the rules. */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what two honest sites feel of a third one that they trust and that breaks the rules.",
            "Starts both sites itself, on free ports of 127.0.0.1; no other suite should run. Takes 25 minutes.",
            "With --clients: what honest clients feel of 500 others that hold on to what they need not.",
            "Attacks: replay, forgery, equivocation, waiting, flood, announcements, fetches, large_frames."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:measured, and a figure was missed", "2:could not be measured"})
public final class HostileCommand implements Callable<Integer> {
    @Option(names = "--state", hidden = true, description = "not used: it starts its own suites")
    Path state = Path.of("data");

    @Option(names = "--root", hidden = true, description = "the project (default: ${DEFAULT-VALUE})")
    Path root = Path.of(System.getProperty("bitchat.root", "."));

    @Option(names = "--seconds", description = "length of a block (default: ${DEFAULT-VALUE})")
    int seconds = 10;

    @Option(names = "--rounds", description = "blocks under each attack (default: ${DEFAULT-VALUE})")
    int rounds = 2;

    @Option(names = "--per-second", description = "messages a second (default: 10, with --clients 50)")
    double perSecond;

    @Option(names = "--in-flight", description = "for the throughput (default: ${DEFAULT-VALUE})")
    int inFlight = 8;

    @Option(names = "--sockets", description = "at each site (default: ${DEFAULT-VALUE})")
    int sockets = 5;

    @Option(names = "--warmup", description = "seconds of load before the first block (default: ${DEFAULT-VALUE})")
    int warmup = 30;

    @Option(
            names = "--greedy",
            description = "the attacker competes for the processors; without it, it gets what nobody else wants")
    boolean greedy;

    @Option(
            names = "--clients",
            description = {
                "clients of one suite attack instead of a site; takes 10 minutes",
                "slow_head, slow_body, slow_reader, idle_socket, unread_socket, endless_ping, refused_upgrade, reset"
            })
    boolean clients;

    @Option(names = "--attackers", description = "with --clients, at most 2000 (default: ${DEFAULT-VALUE})")
    int attackers = 500;

    @Option(names = "--only", split = ",", paramLabel = "ATTACKS", description = "such as flood,forgery")
    List<String> only = List.of();

    @Option(names = "--json", description = "print JSON instead of a table")
    boolean json;

    private final PlayedSite a = PlayedSite.fresh("a");
    private final PlayedSite b = PlayedSite.fresh("b");
    private final PlayedSite hostile = PlayedSite.fresh("m");
    private int unmeasured;
    private final PrintStream out;
    private final PrintStream progress;

    public HostileCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() {
        var vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setPreferNativeTransport(true));
        try {
            return clients ? measureClients(vertx) : measure(vertx, attacks());
        } catch (Refused refused) {
            progress.println("bench: " + refused.getMessage());
            return 2;
        } finally {
            Await.result(vertx.close(), Duration.ofSeconds(20));
        }
    }

    private int measureClients(Vertx vertx) {
        List<ClientAttack> attacks = chosen(ClientAttack.class);
        var plan = new ClientRounds.Plan(seconds, rounds, Math.clamp(attackers, 1, Attackers.MOST));
        var setting = new ClientCampaign.Setting(plan, perSecond(), warmup, greedy);
        var folder = folder();
        var report = new ClientCampaign(root.toAbsolutePath().normalize(), progress, setting)
                .measure(vertx, attacks, folder);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        discard(folder);
        return report.missedAny() ? 1 : 0;
    }

    private double perSecond() {
        if (perSecond > 0) {
            return perSecond;
        }
        return clients ? 50 : 10;
    }

    private List<Attack> attacks() {
        return chosen(Attack.class);
    }

    private <T extends Enum<T>> List<T> chosen(Class<T> of) {
        if (only.isEmpty()) {
            return List.of(of.getEnumConstants());
        }
        try {
            return only.stream()
                    .map(name -> Enum.valueOf(of, name.toUpperCase(Locale.ROOT)))
                    .toList();
        } catch (IllegalArgumentException _) {
            throw new Refused("unknown attack; see ./bitchat bench hostile --help");
        }
    }

    private int measure(Vertx vertx, List<Attack> attacks) {
        var folder = folder();
        List<Integer> ports = ports();
        progress.println("starting two sites in " + folder);
        int exit = measure(vertx, attacks, folder, ports);
        if (unmeasured == 0) {
            discard(folder);
        }
        return exit;
    }

    /** Deletes some hundred megabytes; after a failure the folder is kept for its logs. */
    private void discard(Path folder) {
        try {
            Trees.delete(folder);
        } catch (IOException failure) {
            progress.println("bench: " + folder + " is left behind: " + failure);
        }
    }

    private int measure(Vertx vertx, List<Attack> attacks, Path folder, List<Integer> ports) {
        try (var atA = start(folder, a, ports.get(0), b.peer(0));
                var atB = start(folder, b, ports.get(1), a.peer(ports.get(0)))) {
            atA.ready();
            atB.ready();
            return measure(vertx, attacks, new Sites(atA, atB, ports));
        }
    }

    private record Sites(BenchSite atA, BenchSite atB, List<Integer> ports) {}

    private BenchSite start(Path folder, PlayedSite self, int port, String other) {
        return BenchSite.start(
                root.toAbsolutePath().normalize(),
                folder.resolve(self.name()),
                self,
                port,
                List.of(other, hostile.peer(0)));
    }

    private int measure(Vertx vertx, List<Attack> attacks, Sites sites) {
        var settings = new Driver.Settings(seconds, 0, 60, 0, 0, 0);
        var here = new Driver(vertx, sites.atA().state(), settings, progress);
        var there = new Driver(vertx, sites.atB().state(), settings, progress);
        here.check();
        there.check();
        var report = new Report();
        RunConditions.before(here, report, phases());
        var plan = new HostileRounds.Plan(seconds, rounds, perSecond(), inFlight);
        try (var attacker = new AttackProcess(Attacker.config(hostile, List.of(a, b), sites.ports()), greedy)) {
            for (var attack : attacks) {
                // a group per attack, because bans and waiting messages outlive an attack
                try (var flow = SitesFlow.open(here, there, sockets, List.of(b.name(), hostile.name()))) {
                    attacker.join(flow.groupId());
                    warmUp(flow, attack == attacks.getFirst());
                    here.say(attack.title());
                    new HostileRounds(flow, attacker, sites.atA(), plan).measure(attack, report);
                    report.add(flow.faults(attack.title()));
                } catch (Refused refused) {
                    // keep the results of the other attacks, which took minutes
                    report.condition(attack.title() + ", not measured", String.valueOf(refused.getMessage()));
                    unmeasured++;
                }
            }
        }
        RunConditions.after(report);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        if (unmeasured > 0) {
            return 2;
        }
        return report.missedAny() ? 1 : 0;
    }

    private void warmUp(SitesFlow flow, boolean first) {
        int length = first ? warmup : Math.min(warmup, 3);
        if (length > 0) {
            flow.block(new SitesFlow.Sample(), perSecond(), inFlight, length);
        }
    }

    private String phases() {
        return ("%d rounds of quiet, attack, quiet, attacker elsewhere, quiet; a block is %d s with %.0f sends/s and half as"
                        + " long with %d in flight; %d sockets at each site; the attacker %s")
                .formatted(
                        rounds,
                        seconds,
                        perSecond(),
                        inFlight,
                        sockets,
                        greedy ? "competes for the processors" : "gets the processor time that nobody else wants");
    }

    private Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(
                            root.resolve("target").toAbsolutePath().normalize()),
                    "hostile-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds both ports open at once, so that they differ. */
    private static List<Integer> ports() {
        try (var one = new ServerSocket(0);
                var other = new ServerSocket(0)) {
            return new ArrayList<>(List.of(one.getLocalPort(), other.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
