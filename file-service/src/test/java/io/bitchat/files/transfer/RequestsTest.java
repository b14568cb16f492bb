package io.bitchat.files.transfer;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.files.RealServers;
import io.bitchat.rooms.DirectRoom;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Both ends work with requests alone, as with curl. */
@QuarkusTest
@RealServers
class RequestsTest {
    private static final int CHUNK = 65_536;

    private final String alice = someone();
    private final String bob = someone();
    private final Room room = Room.fresh();

    @Test
    void anOfferSaysAllThatAClientNeeds() {
        room.tryOffer(Room.offer(alice, bob, 10_485_760)
                        .put("mime_type", "application/pdf")
                        .put("filename", "document.pdf"))
                .statusCode(201)
                .body("transfer_id", matchesPattern("[0-9a-f-]{36}"))
                .body("room_id", equalTo(room.id()))
                .body("sender_id", equalTo(alice))
                .body("receiver_id", equalTo(bob))
                .body("filename", equalTo("document.pdf"))
                .body("file_size", equalTo(10_485_760))
                .body("chunk_size", equalTo(65_536))
                .body("total_chunks", equalTo(160))
                .body("chunks_sent", equalTo(0))
                .body("status", equalTo("pending"))
                .body("progress_percent", equalTo(0.0f))
                .body("bytes_transferred", equalTo(0))
                .body("started_at", nullValue())
                .body("completed_at", nullValue())
                .body("error", nullValue());
    }

    @Test
    void eightyFiveOf160ChunksAre53Point13Percent() {
        var id = accepted(10_485_760);
        var chunk = bytes(CHUNK, 3);
        for (int i = 0; i < 85; i++) room.brings(id, i, chunk).statusCode(200);

        room.progress(id)
                .statusCode(200)
                .body("status", equalTo("active"))
                .body("chunks_sent", equalTo(85))
                .body("progress_percent", equalTo(53.13f))
                .body("bytes_transferred", equalTo(5_570_560));
        room.brings(id, 3, chunk).statusCode(200).body("chunks_sent", equalTo(85));
    }

    private UUID accepted(long size) {
        var id = room.offers(Room.offer(alice, bob, size));
        room.does("accept", id, bob).statusCode(200).body("status", equalTo("active"));
        return id;
    }

    @Test
    void aFileGoesByRequestsFromOneToTheOther() {
        var content = bytes(3 * CHUNK + 10, 4);
        var id = accepted(content.length);
        room.gets(id, 0, bob).statusCode(409).body("code", equalTo("not_there_yet"));
        for (int i = 0; i < 4; i++) room.brings(id, i, part(content, i)).statusCode(200);

        var got = new ByteArrayOutputStream();
        for (int i = 0; i < 4; i++) {
            got.writeBytes(room.gets(id, i, bob).statusCode(200).extract().asByteArray());
        }
        assertThat(got.toByteArray()).isEqualTo(content);
        var end = room.untilStatus(id, "completed");
        assertThat(end.getInteger("chunks_received")).isEqualTo(4);
        assertThat(end.getString("completed_at")).isNotNull();
        room.gets(id, 0, bob).statusCode(409).body("code", equalTo("transfer_over"));
    }

    private static byte[] part(byte[] content, int index) {
        return Arrays.copyOfRange(content, index * CHUNK, Math.min(content.length, (index + 1) * CHUNK));
    }

    @Test
    void chunksMayBeJsonAndForms() throws Exception {
        var content = bytes(2 * CHUNK, 5);
        var id = accepted(content.length);
        var sha256 = java.security.MessageDigest.getInstance("SHA-256");
        var json = new JsonObject()
                .put("transfer_id", id.toString())
                .put("chunk_index", 0)
                .put("total_chunks", 2)
                .put("chunk_size", CHUNK)
                .put("data", Base64.getEncoder().encodeToString(part(content, 0)))
                .put("checksum", java.util.HexFormat.of().formatHex(sha256.digest(part(content, 0))));
        given().contentType("application/json")
                .body(json.encode())
                .post(room.path() + "/" + id + "/chunks")
                .then()
                .statusCode(200)
                .body("chunks_sent", equalTo(1));
        given().multiPart("chunk_data", "chunk", part(content, 1))
                .post(room.path() + "/" + id + "/chunks/1")
                .then()
                .statusCode(200)
                .body("chunks_sent", equalTo(2));

        assertThat(room.gets(id, 0, bob).statusCode(200).extract().asByteArray())
                .isEqualTo(part(content, 0));
        assertThat(room.gets(id, 1, bob).statusCode(200).extract().asByteArray())
                .isEqualTo(part(content, 1));
    }

    @Test
    void aDamagedChunkIsAskedForOnceAndThenTheTransferFails() {
        var id = accepted(2L * CHUNK);
        for (int time = 0; time < 2; time++) {
            given().contentType("application/octet-stream")
                    .header("X-Chunk-SHA256", "0".repeat(64))
                    .body(bytes(CHUNK, 1))
                    .post(room.path() + "/" + id + "/chunks/0")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("checksum_mismatch"));
        }
        room.progress(id).body("status", equalTo("failed")).body("error", equalTo("checksum_mismatch"));
    }

    @Test
    void pauseAndResumeAreForTheEndThatPauses() {
        var id = accepted(2L * CHUNK);
        room.does("pause", id, alice).statusCode(200).body("status", equalTo("paused"));
        room.does("pause", id, alice).statusCode(409).body("code", equalTo("already_paused"));
        room.brings(id, 0, bytes(CHUNK, 1)).statusCode(409).body("code", equalTo("paused"));
        room.does("resume", id, bob).statusCode(409).body("code", equalTo("paused_by_other"));
        room.does("resume", id, alice).statusCode(200).body("status", equalTo("active"));
        room.brings(id, 0, bytes(CHUNK, 1)).statusCode(200);
    }

    @Test
    void aMoveNeedsNoBody() {
        var id = room.offers(Room.offer(alice, bob, 10));
        given().post(room.path() + "/" + id + "/accept").then().statusCode(200).body("status", equalTo("active"));
        given().post(room.path() + "/" + id + "/pause").then().statusCode(200).body("status", equalTo("paused"));
        given().post(room.path() + "/" + id + "/resume").then().statusCode(200).body("status", equalTo("active"));

        given().contentType("application/json")
                .body("{")
                .post(room.path() + "/" + id + "/pause")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("[]")
                .post(room.path() + "/" + id + "/pause")
                .then()
                .statusCode(400);
        room.does("pause", id, "no peer").statusCode(422).body("fields[0].field", equalTo("peer_id"));
    }

    @Test
    void aRejectEndsItWithItsReason() {
        var id = room.offers(Room.offer(alice, bob, 10));
        room.does("reject", id, new JsonObject().put("peer_id", bob).put("reason", "no space"))
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("error", equalTo("no space"));
        room.does("accept", id, bob).statusCode(409).body("code", equalTo("transfer_over"));
        assertThat(Room.facts(id)).containsExactly("offered", "rejected", "cancelled");
    }

    @Test
    void aCancelledTransferIsStillShown() {
        var id = accepted(100);
        room.cancels(id, bob).statusCode(204);
        room.progress(id)
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("error", equalTo("cancelled_by_receiver"));
    }

    @Test
    void theSameOfferAgainIsTheSameTransfer() {
        var offer =
                Room.offer(alice, bob, 5).put("transfer_id", UUID.randomUUID().toString());
        var id = room.offers(offer);
        room.tryOffer(offer).statusCode(200).body("transfer_id", equalTo(id.toString()));
        room.tryOffer(offer.copy().put("file_size", 6)).statusCode(409).body("code", equalTo("transfer_exists"));
    }

    @Test
    void theSameOfferTwentyTimesAtOnceIsOneTransfer() throws Exception {
        room.tryOffer(Room.offer(alice, bob, 5)).statusCode(201);
        var id = UUID.randomUUID().toString();
        var offer = Room.offer(alice, bob, 5).put("transfer_id", id);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> one = () -> room.tryOffer(offer).extract().statusCode();
            var answers = clients.invokeAll(Collections.nCopies(20, one));
            var codes = new ArrayList<Integer>();
            for (var answer : answers) codes.add(answer.get());
            assertThat(codes).containsOnlyOnce(201).hasSize(20).containsOnly(200, 201);
        }
    }

    @Test
    void theRoomOfTwoPeersIsMadeByThem() {
        var direct = new Room(DirectRoom.idOf(alice, bob));
        var mallory = someone();
        direct.tryOffer(Room.offer(mallory, bob, 1)).statusCode(403).body("code", equalTo("not_a_participant"));
        direct.tryOffer(Room.offer(mallory, null, 1)).statusCode(403);
        given().put("/api/bitchat/rooms/" + direct.id() + "/participants/" + mallory)
                .then()
                .statusCode(403);

        direct.tryOffer(Room.offer(alice, bob, 1)).statusCode(201);
        direct.tryOffer(Room.offer(mallory, bob, 1)).statusCode(403);
    }

    @Test
    void transfersOfAPeerAreListed() {
        var first = accepted(CHUNK);
        var second = accepted(CHUNK);
        room.does("pause", first, alice).statusCode(200);

        given().queryParam("user_id", alice)
                .queryParam("status", "paused")
                .get(room.path())
                .then()
                .statusCode(200)
                .body("transfer_id", equalTo(java.util.List.of(first.toString())));
        given().queryParam("user_id", bob).get(room.path()).then().body("transfer_id", hasSize(2));
        given().queryParam("user_id", bob)
                .queryParam("limit", 1)
                .get(room.path())
                .then()
                .body("transfer_id", equalTo(java.util.List.of(second.toString())));
        given().queryParam("user_id", bob)
                .queryParam("before", second)
                .get(room.path())
                .then()
                .body("transfer_id", equalTo(java.util.List.of(first.toString())));
    }

    @Test
    void whatIsOfferedToAPeerIsListedWhateverTheRoom() {
        var other = Room.fresh();
        var accepted = accepted(CHUNK);
        var pending = other.offers(Room.offer(alice, bob, CHUNK));
        other.offers(Room.offer(alice, null, CHUNK));

        listed(bob, null).body("transfer_id", contains(pending.toString(), accepted.toString()));
        listed(bob, "pending").body("transfer_id", contains(pending.toString())).body("room_id", contains(other.id()));
        listed(alice, null).body("transfer_id", hasSize(3));
        given().queryParam("peer_id", bob)
                .queryParam("before", pending)
                .get("/api/bitchat/file-transfers")
                .then()
                .body("transfer_id", contains(accepted.toString()));
        given().get("/api/bitchat/file-transfers").then().statusCode(422);
    }

    private static ValidatableResponse listed(String peer, @Nullable String status) {
        var request = given().queryParam("peer_id", peer);
        if (status != null) request.queryParam("status", status);
        return request.get("/api/bitchat/file-transfers").then().statusCode(200);
    }

    @Test
    void limitsOfSizeUserRoomAndType() {
        room.tryOffer(Room.offer(alice, bob, 524_288_001)).statusCode(413).body("limit", equalTo(524_288_000));
        room.tryOffer(Room.offer(alice, bob, 1).put("mime_type", "application/x-msdownload"))
                .statusCode(415)
                .body("code", equalTo("media_type_refused"));
        for (int i = 0; i < 5; i++) room.offers(Room.offer(alice, bob, 1));
        room.tryOffer(Room.offer(alice, bob, 1)).statusCode(429).body("code", equalTo("too_many_of_user"));
        for (int i = 0; i < 5; i++) room.offers(Room.offer(bob, alice, 1));
        var carol = someone();
        given().put("/api/bitchat/rooms/" + room.id() + "/participants/" + carol + "?by=" + alice)
                .then()
                .statusCode(200);
        room.tryOffer(Room.offer(carol, bob, 1)).statusCode(429).body("code", equalTo("too_many_in_room"));
    }

    @Test
    void aKeptFileIsAFileOfTheFileInterface() {
        var content = bytes(CHUNK + 5, 6);
        var id = room.offers(Room.offer(alice, bob, content.length).put("store", true));
        room.does("accept", id, new JsonObject().put("peer_id", bob).put("store", true))
                .statusCode(200);
        for (int i = 0; i < 2; i++) room.brings(id, i, part(content, i)).statusCode(200);
        for (int i = 0; i < 2; i++) room.gets(id, i, bob).statusCode(200);
        room.until(id, state -> state.getString("file_id") != null);

        given().get("/api/bitchat/files/" + id + "/download")
                .then()
                .statusCode(200)
                .header("Content-Length", String.valueOf(content.length));
        assertThat(given().get("/api/bitchat/files/" + id + "/download").asByteArray())
                .isEqualTo(content);
    }

    @Test
    void aTypeThatTheContentContradictsFailsTheTransfer() {
        var id = room.offers(
                Room.offer(alice, bob, 100).put("mime_type", "image/png").put("filename", "a.png"));
        room.does("accept", id, bob).statusCode(200);
        var elf = new byte[100];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, elf, 0, 7);
        room.brings(id, 0, elf).statusCode(415).body("code", equalTo("mime_mismatch"));

        room.progress(id).body("status", equalTo("failed")).body("error", equalTo("mime_mismatch"));
        room.brings(id, 0, elf)
                .statusCode(409)
                .body("code", equalTo("transfer_over"))
                .body("detail", containsString("mime_mismatch"));
    }
}
