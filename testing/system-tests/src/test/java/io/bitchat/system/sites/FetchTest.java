package io.bitchat.system.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One installation fetches a file from another one and from two bad sources. */
@Tag("sites")
class FetchTest {
    private static final int CHUNKS = 40;

    private final Sites sites = Sites.shared();
    private final byte[] bytes = Content.of(CHUNKS * Content.MEBIBYTE - 3, 7);

    @Test
    void aFetchGoesOnWithWhatIsMissingAfterItsServiceWasKilled() throws Exception {
        var siteA = sites.atA();
        var siteB = sites.atB();
        try (var honest = new RelayedSource(siteA.url(), 300, false);
                var liar = new RelayedSource(siteA.url(), 100, true);
                var slow = new RelayedSource(siteA.url(), 6_000, false)) {
            var file = new FileClient(siteA).upload("film.mkv", bytes);
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
            assertThat(new FileClient(siteB).download(file).body()).isEqualTo(bytes);
            assertThat(b.get("/files/" + file).body().path("merkle_root")).isEqualTo(root);
            assertThat(state(b, file, liar.url(file))).isEqualTo("lying");
            assertThat(state(b, file, slow.url(file))).isEqualTo("slow");
        }
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
}
