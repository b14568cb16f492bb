package io.bitchat.files.transfer;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.files.Mount;
import io.bitchat.files.RealServers;
import io.bitchat.files.inspect.Clamd;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Little room, short times, a slow room and a scanner. */
@QuarkusTest
@RealServers
@TestProfile(HardTimesTest.Profile.class)
class HardTimesTest {
    private static final Path FOLDER = Path.of("target/hard-times");
    private static final int CHUNK = 65_536;
    private static final double BYTES_PER_SECOND = 5e6;

    /** Settings of these tests. */
    public static final class Profile implements QuarkusTestProfile {
        /** Lives as long as the tests. */
        private static final Clamd CLAMD = clamd();

        private static Clamd clamd() {
            try {
                return new Clamd(Clamd.Behaviour.SCANS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "bitchat.transfers.folder", FOLDER.toString(),
                    "bitchat.transfers.memory-below", "0",
                    "bitchat.transfers.folder-limit", "60000000",
                    "bitchat.transfers.idle", "8s",
                    "bitchat.transfers.sender-grace", "2s",
                    "bitchat.transfers.offer-life", "10s",
                    "bitchat.transfers.room-limit-mbps", "40",
                    "bitchat.transfers.scanner", "127.0.0.1:" + CLAMD.port());
        }
    }

    private final String alice = someone();
    private final String bob = someone();
    private final Room room = Room.fresh();

    private Device device(String peer) {
        given().put("/api/bitchat/rooms/" + room.id() + "/participants/" + alice)
                .then()
                .statusCode(200);
        given().put("/api/bitchat/rooms/" + room.id() + "/participants/" + peer + "?by=" + alice)
                .then()
                .statusCode(200);
        return Device.of(peer, room.id());
    }

    private UUID begun(Device from, Device to, byte[] content) {
        var id = UUID.randomUUID();
        from.sends(id, content, CHUNK);
        from.say(from.frame("file-share-offer", id)
                .put("receiver_id", bob)
                .put("filename", "f.bin")
                .put("file_size", content.length));
        to.hears("file-share-offer", frame -> frame.getString("transfer_id").equals(id.toString()));
        to.say(to.frame("file-share-accept", id));
        return id;
    }

    @Test
    void aFullVolumeEndsItWithAReasonAndLeavesNothing() throws IOException {
        assumeThat(Mount.isAllowed()).as("may mount").isTrue();
        try (var disk = Mount.over(FOLDER);
                var to = device(bob);
                var from = device(alice)) {
            var id = begun(from, to, bytes(20 << 20, 1));
            to.receives();
            to.credit(id, 16);

            assertThat(to.hears("file-share-cancel").getString("reason")).isEqualTo("storage_full");
            from.hears("file-share-cancel", frame -> frame.getString("status").equals("failed"));
            assertThat(room.untilStatus(id, "failed").getString("error")).isEqualTo("storage_full");
            await().atMost(Device.SOON).until(() -> Files.notExists(FOLDER.resolve(id.toString())));
        }
    }

    @Test
    void theFolderHasALimitForAllTransfersTogetherAndOthersGoToTheStore() {
        try (var to = device(bob);
                var from = device(alice)) {
            from.stopsAfter(1);
            var first = begun(from, to, bytes(40 << 20, 9));
            room.until(first, state -> state.getInteger("chunks_sent") == 1);
            var second = room.offers(Room.offer(bob, alice, 40 << 20));
            room.does("accept", second, alice).statusCode(200);
            room.brings(second, 0, bytes(CHUNK, 1)).statusCode(200);
            assertThat(FOLDER.resolve(first.toString())).isDirectory();
            assertThat(FOLDER.resolve(second.toString())).doesNotExist();
            room.cancels(second, bob).statusCode(204);

            room.cancels(first, alice).statusCode(204);
            await().atMost(Device.SOON).until(() -> Files.notExists(FOLDER.resolve(first.toString())));
            var third = room.offers(Room.offer(bob, alice, 40 << 20));
            room.does("accept", third, alice).statusCode(200);
            room.brings(third, 0, bytes(CHUNK, 1)).statusCode(200);
            assertThat(FOLDER.resolve(third.toString())).isDirectory();
            room.cancels(third, bob).statusCode(204);
        }
    }

    @Test
    void aReceiverThatNeverGivesCreditIsCancelled() {
        try (var to = device(bob);
                var from = device(alice)) {
            var id = begun(from, to, bytes(4 * CHUNK, 2));

            assertThat(room.untilStatus(id, "cancelled").getString("error")).isEqualTo("idle_timeout");
        }
    }

    @Test
    void aSenderThatStaysAwayIsCancelled() {
        try (var to = device(bob);
                var from = device(alice)) {
            from.stopsAfter(1);
            var id = begun(from, to, bytes(4 * CHUNK, 3));
            to.receives();
            to.credit(id, 16);
            room.until(id, state -> state.getInteger("chunks_sent") == 1);
            from.close();

            assertThat(room.untilStatus(id, "cancelled").getString("error")).isEqualTo("sender_gone");
        }
    }

    @Test
    void anExpiredOfferCannotBeAccepted() {
        var id = room.offers(Room.offer(alice, bob, 10));
        assertThat(room.untilStatus(id, "expired").getString("error")).isEqualTo("offer_expired");

        room.does("accept", id, bob).statusCode(410).body("code", equalTo("offer_expired"));
    }

    @Test
    void whatTheScannerFindsIsNeverDelivered() {
        var content = bytes(CHUNK + 200, 4);
        var eicar = Clamd.EICAR.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(eicar, 0, content, CHUNK - 20, eicar.length); // over the border of two chunks
        try (var to = device(bob);
                var from = device(alice)) {
            var id = begun(from, to, content);
            to.receives();
            to.credit(id, 16);

            assertThat(to.hears("file-share-cancel").getString("reason")).isEqualTo("malware_found");
            assertThat(to.content().length).isLessThan(content.length);
            assertThat(room.untilStatus(id, "failed").getString("error")).isEqualTo("malware_found");
        }
    }

    @Test
    void whatIsInTheFolderIsNoPlaintext() throws IOException {
        var content =
                "all work and no play makes jack a dull boy\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        try (var to = device(bob);
                var from = device(alice)) {
            from.stopsAfter(5);
            var id = begun(from, to, content);
            room.until(id, state -> state.getInteger("chunks_sent") == 5);
            try (var files = Files.walk(FOLDER.resolve(id.toString()))) {
                var stored = files.filter(Files::isRegularFile).toList();
                assertThat(stored).isNotEmpty();
                for (var file : stored) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("no play");
                }
            }
        }
    }

    @Test
    void theTransfersOfARoomShareItsBandwidthAndEverybodySeesHowFarTheyAre() {
        var content = bytes(5_000_000, 5);
        try (var to = device(bob);
                var from = device(alice);
                var other = device(someone());
                var second = Device.of(alice, room.id())) {
            to.receives();
            long begun = System.nanoTime();
            var one = begun(from, to, content);
            to.credit(one, 16);
            var two = UUID.randomUUID();
            to.sends(two, content, CHUNK);
            room.offers(Room.offer(bob, alice, content.length).put("transfer_id", two.toString()));
            room.does("accept", two, alice).statusCode(200);
            to.hears("file-share-complete", frame -> frame.getString("transfer_id")
                    .equals(one.toString()));
            room.until(two, state -> state.getInteger("chunks_sent").equals(state.getInteger("total_chunks")));
            double seconds = (System.nanoTime() - begun) / 1e9;

            assertThat(seconds).isGreaterThan(0.9 * 2 * content.length / BYTES_PER_SECOND);
            assertThat(other.frames("file-share-progress").stream()
                            .filter(frame -> frame.getString("transfer_id").equals(one.toString())))
                    .hasSizeGreaterThanOrEqualTo(2);
            second.forget();
            room.cancels(two, bob).statusCode(204);
        }
    }
}
