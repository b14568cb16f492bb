package io.bitchat.jobs.acceptance;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries an installation and prints its scorecard. */
@Command(
        name = "acceptance",
        mixinStandardHelpOptions = true,
        description = "Tries an installation as a client would, measures response times, and prints a scorecard.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything works; missed response times are in the table",
            "1:something does not work, or --check found a target missed",
            "2:the scorecard could not be kept"
        })
public final class AcceptanceCommand implements Callable<Integer> {
    @Option(names = "--url", required = true, description = "address of the gateway, such as http://gateway:8000")
    private URI url = URI.create("http://localhost:8000");

    @Option(
            names = "--config-map",
            paramLabel = "NAME",
            description = {"keep the scorecard in this ConfigMap of the pod's namespace, with the pod's service account"
            })
    private @Nullable String configMap;

    @Option(names = "--check", description = "exit with 1 if a response time misses its target")
    private boolean check;

    @Override
    public Integer call() throws InterruptedException {
        var vertx = Vertx.vertx();
        try {
            var run = HexFormat.of().toHexDigits(new Random().nextInt());
            var card = new Acceptance(vertx, url, run, System.err::println).run();
            System.out.print(card.text());
            if (configMap != null) ConfigMap.inCluster(configMap).put(card);
            return card.worksThroughout() && (!check || card.reachesAllTargets()) ? 0 : 1;
        } catch (IOException e) {
            System.err.println("the scorecard was not kept: " + e.getMessage());
            return 2;
        } finally {
            vertx.close();
        }
    }
}
