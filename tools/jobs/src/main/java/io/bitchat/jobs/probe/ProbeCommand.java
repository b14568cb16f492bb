package io.bitchat.jobs.probe;

import io.bitchat.api.ApiClient;
import io.bitchat.jobs.Member;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Loads an installation steadily while somebody restarts parts of it. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Loads an installation steadily, for example during an upgrade, and counts what clients notice.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no failed request, no message lost, doubled or out of order",
            "1:some",
            "2:the load could not be started"
        })
public final class ProbeCommand implements Callable<Integer> {
    @Option(names = "--url", required = true, description = "address of the gateway, such as http://gateway:8000")
    private URI url = URI.create("http://localhost:8000");

    @Option(names = "--rate", defaultValue = "50", description = "requests per second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = {
                "instead of a rate: messages in flight, each of another peer, which sends its next after the answer;",
                "for installations without rate limits"
            })
    @Nullable
    Integer inFlight;

    @Option(names = "--sockets", defaultValue = "200", description = "open sockets (default: ${DEFAULT-VALUE})")
    private int sockets;

    @Option(
            names = "--peers",
            defaultValue = "50",
            description = {
                "peers that share the requests and sockets; a peer may make 100 requests a minute (default: ${DEFAULT-VALUE})"
            })
    private int peers;

    @Option(names = "--seconds", defaultValue = "60", description = "length of the load (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException {
        if (rate < 1 || sockets < 1 || peers < 2 || seconds < 1) {
            System.err.println("--rate, --sockets and --seconds must be at least 1, --peers at least 2");
            return 2;
        }
        if (inFlight != null && (inFlight < 1 || inFlight > peers)) {
            System.err.println("--in-flight must be from 1 to the number of --peers");
            return 2;
        }
        var vertx = Vertx.vertx();
        try {
            var probe = new Probe(vertx, url, accounts(new ApiClient(vertx, url, ApiClient.Settings.defaults())));
            if (!probe.open(sockets)) {
                System.err.println("not all of the " + sockets + " sockets could be opened within a minute");
                return 2;
            }
            System.out.println("probing");
            if (inFlight == null) probe.run(rate, Duration.ofSeconds(seconds));
            else probe.runInFlight(inFlight, Duration.ofSeconds(seconds));
            long lost = probe.settle(Duration.ofSeconds(30));
            probe.close();
            return tell(probe.tally(), lost);
        } catch (Member.StepFailed e) {
            System.err.println("the load could not be started: " + e.getMessage());
            return 2;
        } finally {
            vertx.close();
        }
    }

    private List<Device.Account> accounts(ApiClient api) {
        var run = HexFormat.of().toHexDigits(new Random().nextInt());
        List<Device.Account> accounts = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            var member = Member.register(api, "probe-" + run + "-" + i);
            accounts.add(new Device.Account(member.id(), member.token()));
        }
        return accounts;
    }

    private int tell(Tally tally, long lost) {
        System.out.printf("requests %d, failed %d%n", tally.requests(), tally.failed());
        tally.failures().forEach((what, count) -> System.out.printf("  %d x %s%n", count.get(), what));
        System.out.printf(
                "messages accepted %d, lost %d, doubled %d (over all sockets)%n",
                tally.messages(), lost, tally.doubledCount());
        var sends = tally.sends();
        System.out.printf(
                "messages per second %.0f, answered after %d ms (p50), %d ms (p95), %d ms (at most)%n",
                tally.messages() / (double) seconds, sends.percentile(0.5), sends.percentile(0.95), sends.longest());
        if (inFlight != null) {
            System.out.printf("messages after a later one of their sender: %d%n", tally.disorderedCount());
        }
        var absences = tally.absences();
        System.out.printf(
                "sockets came back %d times, after %d ms (p50), %d ms (p95), %d ms (at most)%n",
                absences.count(), absences.percentile(0.5), absences.percentile(0.95), absences.longest());
        tally.closes().forEach((code, count) -> System.out.printf("  %d x closed with %d%n", count.get(), code));
        boolean ordered = inFlight == null || tally.disorderedCount() == 0;
        return tally.failed() == 0 && lost == 0 && tally.doubledCount() == 0 && ordered ? 0 : 1;
    }
}
