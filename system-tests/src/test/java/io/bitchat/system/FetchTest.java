package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two installations, of which one pulls a file from the other and from two that are no help. */
class FetchTest {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 40;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final byte[] octets = new byte[CHUNKS * CHUNK - 3];

    FetchTest() {
        new Random(7).nextBytes(octets);
    }

    @Test
    void aFetchGoesOnWithWhatIsMissingAfterItsServiceWasKilled() throws Exception {
        try (var siteA = Suite.beside("fetch-a", Map.of(), "--auth", "open", "--rate-limit", "off");
                var siteB = start("fetch-b");
                var honest = new RelayedSource(siteA.url(), 300, false);
                var liar = new RelayedSource(siteA.url(), 100, true);
                var slow = new RelayedSource(siteA.url(), 6_000, false)) {
            var file = upload(siteA);
            var root = new Client(siteA.url()).get("/files/" + file).body().path("merkle_root");
            var b = new Client(siteB.url());

            var begun = b.post(
                    "/files/" + file + "/fetch",
                    Map.of(
                            "requested_by", Client.someone("bob"),
                            "merkle_root", root.asText(),
                            "sources", List.of(honest.url(file), liar.url(file), slow.url(file))));
            assertThat(begun.status()).as(begun.raw().body()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(60)).until(() -> stored(b, file).size() >= 12);
            var before = stored(b, file);
            siteB.kill("file-service");
            var all = new ArrayList<>(List.of(honest.asked(), liar.asked(), slow.asked()));
            all.forEach(List::clear);

            await().atMost(Duration.ofSeconds(120)).until(() -> status(b, file).equals("completed"));

            assertThat(honest.asked()).isNotEmpty().doesNotContainAnyElementsOf(before);
            assertThat(slow.asked()).doesNotContainAnyElementsOf(before);
            assertThat(liar.asked()).hasSizeLessThanOrEqualTo(1);
            assertThat(download(siteB, file)).isEqualTo(octets);
            assertThat(b.get("/files/" + file).body().path("merkle_root")).isEqualTo(root);
            assertThat(state(b, file, liar.url(file))).isEqualTo("lying");
            assertThat(state(b, file, slow.url(file))).isEqualTo("slow");
        }
    }

    private static Suite start(String name) {
        return Suite.beside(name, Map.of(), "--auth", "open", "--rate-limit", "off");
    }

    private static List<Integer> stored(Client client, String file) {
        var stored = new ArrayList<Integer>();
        for (var state : client.get("/files/" + file + "/chunks").body()) {
            if (state.path("uploaded").asBoolean())
                stored.add(state.path("chunk_index").asInt());
        }
        return stored;
    }

    private static String status(Client client, String file) {
        return client.get("/files/" + file + "/fetch").body().path("state").asText();
    }

    private static String state(Client client, String file, String url) {
        for (JsonNode source : client.get("/files/" + file + "/fetch").body().path("sources")) {
            if (source.path("url").asText().equals(url))
                return source.path("state").asText();
        }
        return "unknown";
    }

    private String upload(Suite site) throws IOException, InterruptedException {
        var begun = new Client(site.url())
                .post(
                        "/files/upload",
                        Map.of(
                                "filename",
                                "film.mkv",
                                "file_size",
                                octets.length,
                                "uploaded_by",
                                Client.someone("al")));
        var file = begun.body().path("file_id").asText();
        for (int index = 0; index < CHUNKS; index++) {
            var part = Arrays.copyOfRange(octets, index * CHUNK, Math.min(octets.length, (index + 1) * CHUNK));
            var request = HttpRequest.newBuilder(
                            URI.create(site.url() + "/api/bitchat/files/" + file + "/chunks/" + index))
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofByteArray(part))
                    .build();
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
        return file;
    }

    private byte[] download(Suite site, String file) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(site.url() + "/api/bitchat/files/" + file + "/download"))
                .build();
        return http.send(request, BodyHandlers.ofByteArray()).body();
    }
}
