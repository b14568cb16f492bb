package io.bitchat.files.fetch;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class FetchTest {
    private static final int CHUNK = 65_536;

    private final Rows rows;
    private final byte[] bytes = bytes(40 * CHUNK - 7, System.nanoTime());
    private final String file = "file_" + UUID.randomUUID().toString().replace("-", "");
    private final OtherSite site = new OtherSite(bytes, CHUNK);

    FetchTest(Rows rows) {
        this.rows = rows;
    }

    @AfterEach
    void close() {
        rows.all("update file_fetches set state = 'stopped' where file_id = $1 and state <> 'completed'", file);
        site.close();
    }

    private Map<String, Object> request(String... urls) {
        return new HashMap<>(Map.of("requested_by", someone(), "merkle_root", site.root(), "sources", List.of(urls)));
    }

    private static ValidatableResponse fetch(String file, Map<String, Object> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(Files.ROOT + "/" + file + "/fetch")
                .then();
    }

    private void awaitState(String state) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> get(file + "/fetch").body("state", equalTo(state)));
    }

    @Test
    void aFileIsPulledAndIsTheSameHere() {
        var request = request(site.url(file));

        fetch(file, request)
                .statusCode(202)
                .body("file_id", equalTo(file))
                .body("total_chunks", equalTo(40))
                .body("merkle_root", equalTo(site.root()));

        awaitState("completed");
        get(file)
                .body("status", equalTo("completed"))
                .body("filename", equalTo("document.pdf"))
                .body("chunk_size", equalTo(CHUNK))
                .body("merkle_root", equalTo(site.root()))
                .body("uploaded_by", equalTo(request.get("requested_by")))
                .body("download_sources", contains(request.get("requested_by")));
        assertThat(Files.download(file)).isEqualTo(bytes);
        get(file + "/fetch")
                .body("chunks", equalTo(40))
                .body("octets", equalTo(bytes.length))
                .body("refetched", equalTo(0))
                .body("sources", hasSize(1))
                .body("sources[0].url", equalTo(site.url(file)))
                .body("sources[0].chunks", equalTo(40));
        assertThat(site.asked).hasSize(40).doesNotHaveDuplicates();
        assertThat(Heard.about(FileEvent.TOPIC, file, 43).getLast().type()).isEqualTo("source_announced");
    }

    /** The source does not answer, so the fetches stay open. */
    @Test
    void onePeerTakesNotAllPlaces() {
        var greedy = request("http://127.0.0.1:1/" + file);
        var taken = new ArrayList<String>();
        try {
            for (int i = 0; i < 5; i++) {
                taken.add("file_" + UUID.randomUUID().toString().replace("-", ""));
                fetch(taken.getLast(), described(greedy)).statusCode(202);
            }

            fetch(file, described(greedy)).statusCode(429).body("code", equalTo("too_many_fetches"));
            // a waiting fetch may be requested again, and another peer has its own places
            fetch(taken.getFirst(), described(greedy)).statusCode(202);
            fetch(file, request(site.url(file))).statusCode(202);
        } finally {
            for (var one : taken) {
                rows.all("update file_fetches set state = 'stopped' where file_id = $1", one);
            }
        }
    }

    private static Map<String, Object> described(Map<String, Object> request) {
        var described = new HashMap<>(request);
        described.putAll(Map.of("filename", "a.bin", "file_size", 100_000, "chunk_size", CHUNK));
        return described;
    }

    @Test
    void aSourceThatLiesIsNamedAndNothingOfItIsStored() {
        try (var liar = new OtherSite(bytes, CHUNK).flipping()) {
            site.pausing(10);
            fetch(file, request(liar.url(file), site.url(file))).statusCode(202);

            awaitState("completed");

            assertThat(Files.download(file)).isEqualTo(bytes);
            assertThat(liar.asked).hasSize(1);
            int cameTwice = Math.min(CHUNK, bytes.length - CHUNK * liar.asked.getFirst());
            get(file + "/fetch")
                    .body("sources.find { it.url == '%s' }.state".formatted(liar.url(file)), equalTo("lying"))
                    .body(
                            "sources.find { it.url == '%s' }.reason".formatted(liar.url(file)),
                            containsString("another hash"))
                    .body("refetched", equalTo(cameTwice));
        }
    }

    @Test
    void noMoreThanFiveChunksAreInFlight() {
        site.pausing(100);
        fetch(file, request(site.url(file))).statusCode(202);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> given().get("/q/metrics").asString().contains("bitchat_files_fetch_in_flight 5.0"));
        awaitState("completed");
        assertThat(site.mostInFlight.get()).isEqualTo(5);
    }

    @Test
    void whatIsAnnouncedIsAskedWhereNothingIsNamed() {
        var body = request(site.url(file));
        site.pausing(60);
        fetch(file, body).statusCode(202);
        given().delete(Files.ROOT + "/" + file + "/fetch").then().statusCode(204);
        awaitState("stopped");
        announce(someone(), site);

        body.remove("sources");
        fetch(file, body).statusCode(202);

        awaitState("completed");
        assertThat(Files.download(file)).isEqualTo(bytes);
    }

    private void announce(String peerId, OtherSite source) {
        given().contentType(ContentType.JSON)
                .body(Map.of("peer_id", peerId, "url", source.url(file), "chunks", "all"))
                .post(Files.ROOT + "/" + file + "/sources")
                .then()
                .statusCode(200);
    }

    @Test
    void whatASourceSentCountsForThePeerThatAnnouncedIt() {
        var carol = someone();
        var mallory = someone();
        try (var liar = new OtherSite(bytes, CHUNK).flipping()) {
            var body = request(site.url(file));
            site.pausing(60);
            fetch(file, body).statusCode(202);
            given().delete(Files.ROOT + "/" + file + "/fetch").then().statusCode(204);
            awaitState("stopped");
            announce(carol, site);
            announce(mallory, liar);
            body.remove("sources");

            fetch(file, body).statusCode(202);

            awaitState("completed");
            // begun, 40 chunks, complete, announced by carol, by mallory and by who fetched it, and one sum for each of
            // two
            var facts = Heard.about(FileEvent.TOPIC, file, 47);
            assertThat(checked(facts, mallory, "invalid")).isEqualTo(1);
            assertThat(checked(facts, mallory, "valid")).isZero();
            assertThat(checked(facts, carol, "valid")).isPositive();
            assertThat(checked(facts, carol, "invalid")).isZero();
        }
    }

    private static int checked(List<Heard.Fact> facts, String peerId, String which) {
        return facts.stream()
                .filter(fact -> fact.type().equals("chunks_checked"))
                .filter(fact -> fact.value().path("peer_id").asText().equals(peerId))
                .mapToInt(fact -> fact.value().path(which).asInt())
                .sum();
    }

    /** The row of a killed replica: its lease expires, and only the missing chunks are fetched. */
    @Test
    void whatAnotherReplicaLeftGoesOn() {
        site.pausing(200);
        fetch(file, request(site.url(file))).statusCode(202);
        await().atMost(Duration.ofSeconds(20)).until(() -> site.asked.size() > 12);
        given().delete(Files.ROOT + "/" + file + "/fetch").then().statusCode(204);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> rows.all("select from file_chunks where file_id = $1 and not uploaded", file)
                        .isEmpty());
        long stored = rows.one("select count(*) from file_chunks where file_id = $1 and uploaded", file)
                .getLong(0);
        site.pausing(0).asked.clear();

        rows.all(
                "update file_fetches set state = 'running', lease_owner = gen_random_uuid(),"
                        + " leased_until = now() - interval '1 s' where file_id = $1",
                file);

        awaitState("completed");
        assertThat(stored).isPositive();
        assertThat(site.asked).hasSize((int) (40 - stored)).doesNotHaveDuplicates();
        assertThat(Files.download(file)).isEqualTo(bytes);
    }

    @Test
    void whatIsDamagedIsRepaired() {
        var here = upload(bytes);
        String root = get(here).extract().path("merkle_root");
        try (var other = new OtherSite(bytes, Files.CHUNK)) {
            rows.all(
                    "update file_chunks set uploaded = false, uploaded_at = null, damaged_at = now()"
                            + " where file_id = $1 and chunk_index = 1",
                    here);
            rows.all(
                    "update file_transfers set status = 'uploading', uploaded_chunks = uploaded_chunks - 1"
                            + " where file_id = $1",
                    here);
            fetch(here, Map.of("requested_by", someone(), "merkle_root", root, "sources", List.of(other.url(here))))
                    .statusCode(202);

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> get(here).body("status", equalTo("completed")));
            assertThat(other.asked).containsExactly(1);
            assertThat(Files.download(here)).isEqualTo(bytes);
        }
    }

    @Test
    void aSourceThatIsAwayIsTriedAgain() {
        var body = request("http://127.0.0.1:1/api/bitchat/files/" + file);
        body.putAll(Map.of("filename", "a", "file_size", bytes.length, "chunk_size", CHUNK));

        fetch(file, body).statusCode(202);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> get(file + "/fetch")
                .body("state", equalTo("waiting"))
                .body("reason", containsString("refused")));
        get(file).body("status", equalTo("pending"));
    }

    @Test
    void whatCannotBeFetchedIsRefused() {
        fetch(file, request("http://127.0.0.1:1/f")).statusCode(422).body("code", equalTo("source_unusable"));
        fetch(file, request("file:///etc/passwd")).statusCode(422);
        fetch(file, request()).statusCode(422);
        fetch("File-1", request(site.url(file))).statusCode(422);
        var other = request(site.url(file));
        other.put("merkle_root", "0".repeat(64));
        fetch(file, other).statusCode(422).body("code", equalTo("other_root"));
        fetch(upload(bytes(10, 1)), request(site.url(file))).statusCode(409).body("code", equalTo("other_file"));
        get(file + "/fetch").statusCode(404);
    }

    /** With such short chunks the list of chunks would be as long as the file. */
    @Test
    void aFileInShorterChunksThanUploadsHaveIsNotTakenOn() {
        var body = request(site.url(file));
        body.putAll(Map.of("filename", "a", "file_size", 1_000_000, "chunk_size", 1));
        fetch(file, body).statusCode(422).body("fields[0].field", equalTo("chunk_size"));

        try (var other = new OtherSite(bytes, CHUNK - 1)) {
            fetch(
                            file,
                            Map.of(
                                    "requested_by",
                                    someone(),
                                    "merkle_root",
                                    other.root(),
                                    "sources",
                                    List.of(other.url(file))))
                    .statusCode(422)
                    .body("fields[0].field", equalTo("chunk_size"));
        }
    }

    @Test
    void addressesThatAreNotAllowedAreNotAsked() {
        fetch(file, request("http://10.255.255.1/api/bitchat/files/" + file))
                .statusCode(422)
                .body("detail", containsString("bitchat.files.fetch.from"));
    }
}
