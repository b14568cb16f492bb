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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Loads an installation steadily while somebody restarts parts of it. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Loads an installation steadily, for example during an upgrade, and counts what clients notice.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no failed request, no message lost or doubled", "1:some", "2:the load could not be started"})
public final class ProbeCommand implements Callable<Integer> {
    @Option(names = "--url", required = true, description = "address of the gateway, such as http://gateway:8000")
    private URI url = URI.create("http://localhost:8000");

    @Option(names = "--rate", defaultValue = "50", description = "requests per second (default: ${DEFAULT-VALUE})")
    private int rate;

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
        var vertx = Vertx.vertx();
        try {
            var probe = new Probe(vertx, url, accounts(new ApiClient(vertx, url, ApiClient.Settings.defaults())));
            if (!probe.open(sockets)) {
                System.err.println("not all of the " + sockets + " sockets could be opened within a minute");
                return 2;
            }
            System.out.println("probing");
            probe.run(rate, Duration.ofSeconds(seconds));
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

    private static int tell(Tally tally, long lost) {
        System.out.printf("requests %d, failed %d%n", tally.requests(), tally.failed());
        tally.failures().forEach((what, count) -> System.out.printf("  %d x %s%n", count.get(), what));
        System.out.printf(
                "messages accepted %d, lost %d, doubled %d (over all sockets)%n",
                tally.messages(), lost, tally.doubledCount());
        System.out.printf(
                "sockets came back %d times, after at most %d ms%n", tally.comebacks(), tally.longestAbsence());
        tally.closes().forEach((code, count) -> System.out.printf("  %d x closed with %d%n", count.get(), code));
        return tally.failed() == 0 && lost == 0 && tally.doubledCount() == 0 ? 0 : 1;
    }
}
