package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.form;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.sha256;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkProof;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class ChunkTest {
    private final byte[] small = bytes(1_000, 1);

    @Test
    void aChunkOfAFormIsStored() {
        var file = begin(Files.CHUNK + 1_000);
        var by = get(file).extract().path("uploaded_by");

        form(file, 1, small)
                .statusCode(200)
                .body("id", notNullValue())
                .body("file_id", equalTo(file))
                .body("chunk_index", equalTo(1))
                .body("chunk_hash", equalTo(sha256(small)))
                .body("chunk_size", equalTo(1_000))
                .body("uploaded", equalTo(true))
                .body("uploaded_at", notNullValue())
                .body("available_from", contains(by));
    }

    @Test
    void theStatesOfAllChunksAreListedInOrder() {
        var file = begin(2 * Files.CHUNK + 1_000);
        raw(file, 2, small).statusCode(200);

        get(file + "/chunks")
                .statusCode(200)
                .body("", hasSize(3))
                .body("chunk_index", contains(0, 1, 2))
                .body("chunk_hash", contains("", "", sha256(small)))
                .body("chunk_size", contains(Files.CHUNK, Files.CHUNK, 1_000))
                .body("uploaded", contains(false, false, true))
                .body("[0].available_from", empty())
                .body("[2].available_from", hasSize(1));
        get(file + "/chunks?offset=1&limit=1").body("chunk_index", contains(1));
        get(file + "/chunks?offset=7").body("", empty());
        get(file + "/chunks?limit=0").statusCode(422);
    }

    @Test
    void theSameChunkAgainIsTheSameAnswer() {
        var file = begin(1_000);
        var first = raw(file, 0, small).statusCode(200).extract().asString();

        var second = form(file, 0, small).statusCode(200).extract().asString();

        assertThat(second).isEqualTo(first);
        raw(file, 0, bytes(1_000, 2)).statusCode(409).body("code", equalTo("chunk_stored"));
        assertThat(Files.download(file)).isEqualTo(small);
    }

    @Test
    void aChunkWithAnotherHashCountsAgainstWhoUploadsIt() {
        var file = begin(1_000);
        String uploader = get(file).extract().path("uploaded_by");
        given().contentType("application/octet-stream")
                .header("X-Chunk-SHA256", sha256(bytes(1_000, 2)))
                .body(small)
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(422);
        raw(file, 0, small).statusCode(200);

        // begun, stored, complete, and the sum
        var checked = Heard.about(FileEvent.TOPIC, file, 4).stream()
                .filter(fact -> fact.type().equals("chunks_checked"))
                .map(Heard.Fact::value)
                .toList();
        assertThat(checked).hasSize(1);
        assertThat(checked.getFirst().path("peer_id").asText()).isEqualTo(uploader);
        assertThat(checked.getFirst().path("invalid").asInt()).isEqualTo(1);
        assertThat(checked.getFirst().path("valid").asInt()).isZero();
    }

    @Test
    void aHashThatIsSentIsChecked() {
        var file = begin(1_000);
        var wrong = sha256(bytes(1_000, 2));

        given().contentType("application/octet-stream")
                .header("X-Chunk-SHA256", wrong)
                .body(small)
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(422)
                .body("code", equalTo("hash_mismatch"))
                .body("detail", containsString(wrong));
        given().multiPart("chunk_hash", wrong)
                .multiPart("chunk_data", "chunk", small)
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(422)
                .body("code", equalTo("hash_mismatch"));
        given().header("X-Chunk-SHA256", "abc")
                .contentType("application/octet-stream")
                .body(small)
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(422)
                .body("fields[0].field", equalTo("X-Chunk-SHA256"));
        get(file + "/chunks").body("uploaded", contains(false));
        assertThat(Folder.of(file)).isEmpty();

        given().multiPart("chunk_hash", sha256(small).toUpperCase(java.util.Locale.ROOT))
                .multiPart("chunk_data", "chunk", small)
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_001, 5_000, 2_000_000})
    void aChunkOfAnotherLengthIsRefused(int length) {
        var file = begin(1_000);

        for (var answer : List.of(raw(file, 0, bytes(length, 1)), form(file, 0, bytes(length, 1)))) {
            answer.statusCode(422).body("detail", containsString("1000 bytes"));
        }
        get(file).body("status", equalTo("pending"));
        assertThat(Folder.of(file)).isEmpty();
    }

    /** As many chunks as fill the memory, and more. */
    @Test
    void chunksThatAreRefusedGiveTheirRoomBack() {
        var file = begin(Files.CHUNK);
        var wrong = bytes(10, 1);

        for (int i = 0; i < 70; i++) raw(file, 0, wrong).statusCode(422);

        raw(file, 0, bytes(Files.CHUNK, 1)).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "99999999999", "x", "0x0"})
    void thereIsNoOtherChunk(String index) {
        var file = begin(1_000);

        given().contentType("application/octet-stream")
                .body(small)
                .post(Files.ROOT + "/" + file + "/chunks/" + index)
                .then()
                .statusCode(422)
                .body("detail", containsString("0 to 0"));
    }

    @Test
    void aFormWithoutTheFileIsRefused() {
        var file = begin(1_000);

        given().multiPart("other", "chunk", small)
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(422)
                .body("fields[0].field", equalTo("chunk_data"));
        given().contentType("text/plain")
                .body("x")
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "; boundary", "; boundary=", "; boundary=\"", "; boundary=x\"", "; charset=\"; boundary=\""})
    void aFormWithoutABoundaryIsRefused(String parameters) throws IOException {
        var head = "Content-Type: multipart/form-data" + parameters + "\r\nContent-Length: 3\r\n\r\nabc";

        try (var socket = Wire.open("POST " + Files.ROOT + "/" + begin(1_000) + "/chunks/0", head)) {
            assertThat(Wire.status(socket)).isBetween(400, 499);
        }
    }

    @Test
    void chunksMayComeAllAtOnceAndTwice() throws Exception {
        var bytes = bytes(12 * Files.CHUNK + 17, 3);
        var file = begin(bytes.length);
        try (var clients = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> sends = IntStream.range(0, 26)
                    .<Callable<Integer>>mapToObj(i -> () ->
                            raw(file, i % 13, part(bytes, i % 13)).extract().statusCode())
                    .toList();
            for (Future<Integer> sent : clients.invokeAll(sends))
                assertThat(sent.get()).isEqualTo(200);
        }

        get(file).body("status", equalTo("completed")).body("uploaded_chunks", equalTo(13));
        assertThat(Files.download(file)).isEqualTo(bytes);
        assertThat(Folder.of(file)).hasSize(13);
    }

    @Test
    void twoWritersOfOneChunkLeaveOneGoodChunk() throws Exception {
        for (int round = 0; round < 10; round++) {
            var file = begin(Files.CHUNK);
            var one = bytes(Files.CHUNK, 2L * round);
            var other = bytes(Files.CHUNK, 2L * round + 1);
            try (var clients = Executors.newFixedThreadPool(2)) {
                var answers = clients.invokeAll(List.<Callable<Integer>>of(
                        () -> raw(file, 0, one).extract().statusCode(),
                        () -> raw(file, 0, other).extract().statusCode()));

                var statuses =
                        List.of(answers.getFirst().get(), answers.getLast().get());

                assertThat(statuses).containsExactlyInAnyOrder(200, 409);
                assertThat(Files.download(file)).isEqualTo(statuses.getFirst() == 200 ? one : other);
            }
        }
    }

    @Test
    void aProofProvesOneChunk() {
        var bytes = bytes(4 * Files.CHUNK + 5, 4);
        var file = Files.upload(bytes);

        for (int index = 0; index < 5; index++) {
            JsonPath proof = get(file + "/chunks/" + index + "/proof")
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            var path = proof.getList("path", String.class).stream()
                    .map(text -> ChunkHash.parse(text).orElseThrow())
                    .toList();
            var root = ChunkHash.parse(get(file).extract().path("merkle_root")).orElseThrow();

            assertThat(new ChunkProof(index, 5, path).proves(ChunkHash.of(part(bytes, index)), root))
                    .isTrue();
            assertThat(path.size()).isLessThanOrEqualTo(3);
        }
        get(begin(10) + "/chunks/0/proof").statusCode(409);
        get(file + "/chunks/5/proof").statusCode(422);
    }

    @Test
    void oneChunkCanBeRead() {
        var bytes = bytes(Files.CHUNK + 10, 5);
        var file = begin(bytes.length);
        raw(file, 1, part(bytes, 1)).statusCode(200);

        var answer = get(file + "/chunks/1").statusCode(200).extract();

        assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, Files.CHUNK, bytes.length));
        assertThat(answer.header("X-Chunk-SHA256")).isEqualTo(sha256(part(bytes, 1)));
        get(file + "/chunks/0").statusCode(409).body("code", equalTo("chunk_missing"));
        get(file + "/chunks/2").statusCode(422);
    }
}
