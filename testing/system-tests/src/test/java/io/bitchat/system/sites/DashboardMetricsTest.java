package io.bitchat.system.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.operation.Monitoring;
import io.bitchat.system.operation.PromQl;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every metric that a dashboard or an alert asks for is shown by a process of a suite that was used. Runs with the sites,
 * because the metrics of links exist only where there are other sites.
 */
@Tag("sites")
class DashboardMetricsTest {
    private static final List<String> PROCESSES =
            List.of("gateway", "peer-service", "message-service", "group-gossip-service", "file-service");
    /** Made by Prometheus itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private final Suite suite = Sites.shared().atA();
    private final Client client = new Client(suite.url());
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");

    @Test
    void everyMetricOfADashboardOrAnAlertIsShownByTheSuite() throws Exception {
        use();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var shown = new HashSet<>(OF_PROMETHEUS);
            for (var process : PROCESSES) shown.addAll(shownBy(process));
            var missing = new TreeMap<String, String>();
            for (var query : Monitoring.queries()) {
                for (var metric : PromQl.metrics(query.expression())) {
                    if (!shown.contains(metric)) missing.putIfAbsent(metric, query.place());
                }
            }
            assertThat(missing)
                    .as("metrics that no process shows, and who asks for them")
                    .isEmpty();
        });
    }

    /** Does everything once whose metrics exist only afterwards. */
    private void use() throws Exception {
        client.post("/peers/register", Map.of("peer_id", alice, "public_key", "key"));
        var made = client.post("/groups", Map.of("name", "Team", "created_by", alice, "initial_members", List.of(bob)));
        var group = "/groups/" + made.body().path("group_id").asText() + "/messages";
        try (var socket = Socket.open(suite.url(), bob, "")) {
            client.send(alice, bob, "hello");
            socket.ack(socket.next());
            client.post(group, Map.of("from_peer_id", alice, "content", "to all"));
            socket.ack(socket.next());
        }
        var stranger = Map.of("from_peer_id", Client.someone("mallory"), "content", "x");
        assertThat(client.post(group, stranger).status()).isEqualTo(403);
        // nobody acknowledges it within its second
        var shortLived =
                Map.of("from_peer_id", alice, "to_peer_id", Client.someone("nobody"), "content", "x", "ttl", 1);
        assertThat(client.post("/messages/send", shortLived).status()).isEqualTo(201);
        var files = new FileClient(suite);
        var bytes = Content.of(Content.MEBIBYTE + 5, 3);
        assertThat(files.download(files.upload("metrics.bin", bytes)).body()).isEqualTo(bytes);
    }

    private Set<String> shownBy(String process) throws Exception {
        var address = URI.create("http://localhost:" + suite.port(process) + "/metrics");
        var page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
        var names = new HashSet<String>();
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }
}
