package io.bitchat.bench.rooms;

import io.bitchat.bench.Refused;
import io.bitchat.bench.suite.SuiteState;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads metrics of services on this machine. */
final class ServiceMetrics {
    private final JsonObject ports;

    ServiceMetrics(SuiteState suite) {
        var state = suite.data()
                .orElseThrow(() -> new Refused("metrics can be read on the suite's own machine only"))
                .resolve(Path.of("run", "suite.json"));
        try {
            ports = new JsonObject(Files.readString(state)).getJsonObject("ports");
        } catch (IOException e) {
            throw new Refused(state + " cannot be read: " + e.getMessage());
        }
    }

    /** The sum of all values of a metric. */
    double sum(String service, String metric) {
        var uri = URI.create("http://localhost:" + ports.getInteger(service) + "/q/metrics");
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new Refused(service + " does not tell its metrics: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }
}
