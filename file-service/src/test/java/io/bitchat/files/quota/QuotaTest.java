package io.bitchat.files.quota;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.request;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.tryBegin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.files.Files;
import io.bitchat.files.QuotaConfig;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.bitchat.kit.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class QuotaTest {
    private static final long BYTES = 10_737_418_240L;
    private static final long ANY_DISK = 1L << 53;

    private final Rows rows;
    private final Pool pool;
    private final UsageTable usage;
    private final String peer = someone();
    /** The same for all queries of a test, so that uploads of other tests do not expire between two of them. */
    private final Instant since = Instant.now().minus(Duration.ofMinutes(10));

    QuotaTest(Rows rows, Pool pool, UsageTable usage) {
        this.rows = rows;
        this.pool = pool;
        this.usage = usage;
    }

    /** Leaves the peer this many bytes of its quota, with a file whose row declares all the others. */
    private void leave(long bytes) {
        String file =
                tryBegin(request("large", 10, peer)).statusCode(201).extract().path("file_id");
        raw(file, 0, bytes(10, 1)).statusCode(200);
        setSize(file, BYTES - bytes);
    }

    @Test
    void whoHasItsShareIsToldSoWithFigures() {
        leave(1_000);

        tryBegin(request("one", 1_001, peer))
                .statusCode(413)
                .body("code", equalTo("quota_exceeded"))
                .body("detail", containsString((BYTES - 1_000) + " bytes of " + BYTES));

        tryBegin(request("one", 1_000, peer)).statusCode(201);
        tryBegin(request("more", 1, peer)).statusCode(413);
        tryBegin(request("another's", 1, someone())).statusCode(201);
    }

    @Test
    void whatWasReservedIsGivenBackWithTheUpload() {
        leave(1_000);
        String file =
                tryBegin(request("one", 1_000, peer)).statusCode(201).extract().path("file_id");

        given().delete(Files.ROOT + "/" + file).then().statusCode(204);

        tryBegin(request("one", 1_000, peer)).statusCode(201);
    }

    @Test
    void uploadsThatBeginAtOnceDoNotPassTheLimitTogether() {
        leave(1_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 8)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(
                            () -> tryBegin(request("one", 600, peer)).extract().statusCode(), threads))
                    .toList();

            assertThat(all.stream().map(CompletableFuture::join).filter(status -> status == 201))
                    .hasSize(1);
        }
    }

    @Test
    void filesAreCountedAsWellAsTheirBytes() {
        var config = new Limits(100, 2);

        Quota.requireShare(config, "a", new Usage(1, 0), 1);
        assertThatThrownBy(() -> Quota.requireShare(config, "a", new Usage(2, 0), 1))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("quota_exceeded"));
        assertThatThrownBy(() -> Quota.requireShare(config, "a", new Usage(1, Long.MAX_VALUE), 1))
                .isInstanceOf(Problem.class);
    }

    private record Limits(long bytesPerPeer, int filesPerPeer) implements QuotaConfig {
        @Override
        public long reserve() {
            return 0;
        }
    }

    @Test
    void whatIsKeptBackAndWhatIsHeldForOthersIsNotGivenAway() {
        Quota.requireRoom(1_000, 400, 600);

        assertThatThrownBy(() -> Quota.requireRoom(1_000, 400, 601)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(507);
            assertThat(problem.code()).isEqualTo("storage_reserved");
            assertThat(problem.detail()).contains("600 are left");
        });
    }

    @Test
    void promisesAloneHoldNobodysRoom() {
        beginBesideAPromise(10);
    }

    /** The last chunk of a file may be a single byte, and may arrive first. */
    @Test
    void aPromiseThatIsRenewedWithAByteHoldsNobodysRoom() {
        beginBesideAPromise(2 * Files.CHUNK + 1, 2);
    }

    /**
     * Begins an upload while another peer's upload, with these chunks stored, declares more bytes than any disk has.
     */
    private void beginBesideAPromise(int size, int... sent) {
        var promise = beginWith(size, sent);
        setSize(promise, ANY_DISK);
        try {
            tryBegin(request("honest", 10 * Files.CHUNK, peer)).statusCode(201);
        } finally {
            // the code that deletes the upload could not read such a row
            setSize(promise, size);
            given().delete(Files.ROOT + "/" + promise).then().statusCode(204);
        }
    }

    private void setSize(String file, long size) {
        rows.all("update file_transfers set file_size = $2 where file_id = $1", file, size);
    }

    /** Two chunks of three, and two of six, are stored: of the two, one is certain to be a full chunk. */
    @Test
    void anUploadHoldsWhatIsMissingAndNoMoreThanHasCome() {
        long before = heldFor(peer);

        var almost = beginWith(3 * Files.CHUNK - 10, 0, 1);
        assertThat(heldFor(peer) - before).isEqualTo(Files.CHUNK - 10);

        beginWith(6 * Files.CHUNK, 5, 2);
        assertThat(heldFor(peer) - before).isEqualTo(Files.CHUNK - 10 + Files.CHUNK);

        given().delete(Files.ROOT + "/" + almost).then().statusCode(204);
        assertThat(heldFor(peer) - before).isEqualTo(Files.CHUNK);
    }

    @Test
    void anUploadThatFellSilentHoldsNothing() {
        long before = heldFor(peer);
        var file = beginWith(6 * Files.CHUNK, 0, 1);
        assertThat(heldFor(peer) - before).isEqualTo(Files.CHUNK);

        rows.all("update file_transfers set touched_at = now() - interval '11 minutes' where file_id = $1", file);

        assertThat(heldFor(peer)).isEqualTo(before);
    }

    /** If two uploads of a peer do not fit together, the second is rejected before the first has sent data. */
    @Test
    void whatAPeerWasPromisedItselfCountsWholeForIt() {
        long others = heldFor(peer);
        tryBegin(request("one", 3 * Files.CHUNK, peer)).statusCode(201);

        assertThat(heldFor(peer) - others).isEqualTo(3 * Files.CHUNK);
        assertThat(heldFor(someone())).isEqualTo(others);
    }

    private static String beginWith(int size, int... sent) {
        var file = begin(size);
        for (int index : sent) raw(file, index, part(bytes(size, 1), index)).statusCode(200);
        return file;
    }

    /** Bytes that are reserved when this peer asks for room. */
    private long heldFor(String peerId) {
        return pool.withTransaction(connection -> usage.held(connection, peerId, since))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    @Test
    void aPartThatIsNamedOftenCountsAsOften() {
        var part = tusPart(1_000);
        leave(10_000);

        join(part, 20).statusCode(413).body("code", equalTo("quota_exceeded"));
        join(part, 9).statusCode(201);
    }

    private String tusPart(int length) {
        var path = given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", length)
                .header("Upload-Concat", "partial")
                .header("Upload-Metadata", "uploaded_by " + base64(peer))
                .post(Files.ROOT + "/tus")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", 0)
                .contentType("application/offset+octet-stream")
                .body(bytes(length, 1))
                .patch(path)
                .then()
                .statusCode(204);
        return path;
    }

    private io.restassured.response.ValidatableResponse join(String part, int times) {
        var parts = IntStream.range(0, times).mapToObj(_ -> part).collect(Collectors.joining(" "));
        return given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Concat", "final;" + parts)
                .header("Upload-Metadata", "uploaded_by " + base64(peer))
                .post(Files.ROOT + "/tus")
                .then();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void whatIsFetchedCountsForWhoAsked() {
        leave(1_000);
        var file = "file_" + UUID.randomUUID().toString().replace("-", "");

        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "requested_by",
                        peer,
                        "merkle_root",
                        "0".repeat(64),
                        "filename",
                        "a",
                        "file_size",
                        1_001,
                        "chunk_size",
                        65_536,
                        "sources",
                        List.of("http://127.0.0.1:1/api/bitchat/files/" + file)))
                .post(Files.ROOT + "/" + file + "/fetch")
                .then()
                .statusCode(413)
                .body("code", equalTo("quota_exceeded"));
    }

    @Test
    void aPeerSeesWhatItHasAndMayHave() {
        tryBegin(request("one", 600, peer)).statusCode(201);

        get("usage?peer_id=" + peer)
                .statusCode(200)
                .body("peer_id", equalTo(peer))
                .body("bytes", equalTo(600))
                .body("bytes_limit", equalTo(BYTES))
                .body("files", equalTo(1))
                .body("files_limit", equalTo(10_000));
        get("usage").statusCode(422);
    }

    @Test
    void anUploadThatFellSilentForALittleKeepsItsShare() {
        var file = begin(10);
        rows.all("update file_transfers set touched_at = now() - interval '1 hour' where file_id = $1", file);
        String by = get(file).extract().path("uploaded_by");

        get("usage?peer_id=" + by).body("bytes", equalTo(10));
    }
}
