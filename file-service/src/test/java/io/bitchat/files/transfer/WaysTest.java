package io.bitchat.files.transfer;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.RealServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The two ways of chunks from a sender, in one run: prints what docs/adr/0019 says. */
@QuarkusTest
@RealServers
@EnabledIfSystemProperty(
        named = "bitchat.full",
        matches = "true",
        disabledReason = "a measurement: -Dbitchat.full=true")
class WaysTest {
    private static final int CHUNK = 65_536;
    private static final byte[] FILE = bytes(60_000_000, 8);

    private final String alice = someone();
    private final String bob = someone();
    private final Room room = Room.fresh();

    @Test
    void aLinkAndOneRequestForEachChunk() throws Exception {
        overLink();
        overRequests(); // both are compiled now
        for (int round = 1; round <= 3; round++) {
            double link = FILE.length / 1e6 / overLink();
            double requests = FILE.length / 1e6 / overRequests();
            System.out.printf(
                    "round %d: link %.0f MB/s, requests %.0f MB/s, ratio %.2f%n",
                    round, link, requests, requests / link);
        }
    }

    private double overLink() {
        given().put("/api/bitchat/rooms/" + room.id() + "/participants/" + alice)
                .then()
                .statusCode(200);
        try (var from = Device.of(alice, room.id())) {
            var id = UUID.randomUUID();
            from.sends(id, FILE, CHUNK);
            from.say(from.frame("file-share-offer", id)
                    .put("receiver_id", bob)
                    .put("filename", "f.bin")
                    .put("file_size", FILE.length));
            from.hears("file-share-offer");
            long begun = System.nanoTime();
            room.does("accept", id, bob).statusCode(200);
            room.until(id, state -> state.getInteger("chunks_sent").equals(state.getInteger("total_chunks")));
            double seconds = (System.nanoTime() - begun) / 1e9;
            room.cancels(id, alice).statusCode(204);
            return seconds;
        }
    }

    private double overRequests() throws Exception {
        var id = room.offers(Room.offer(alice, bob, FILE.length));
        room.does("accept", id, bob).statusCode(200);
        int count = (FILE.length + CHUNK - 1) / CHUNK;
        var next = new AtomicInteger();
        long begun = System.nanoTime();
        try (var client = HttpClient.newHttpClient();
                var threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                threads.submit(() -> {
                    for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                        var part = Arrays.copyOfRange(FILE, index * CHUNK, Math.min(FILE.length, (index + 1) * CHUNK));
                        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port
                                        + room.path() + "/" + id + "/chunks/" + index))
                                .header("Content-Type", "application/octet-stream")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(part))
                                .build();
                        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    }
                    return null;
                });
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        room.progress(id).statusCode(200).body("chunks_sent", org.hamcrest.Matchers.equalTo(count));
        room.cancels(id, alice).statusCode(204);
        return seconds;
    }
}
