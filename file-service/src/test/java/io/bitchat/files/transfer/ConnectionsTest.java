package io.bitchat.files.transfer;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.files.RealServers;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Devices come and go, act wrongly, and are several. */
@QuarkusTest
@RealServers
class ConnectionsTest {
    private static final int CHUNK = 65_536;
    private static final Path FOLDER = Path.of("target/webrtc_transfers");

    private final String alice = someone();
    private final String bob = someone();
    private final Room room = Room.fresh();

    /** A file that is offered, and accepted on a socket. */
    private UUID begun(Device from, Device to, byte[] content) {
        var id = UUID.randomUUID();
        from.sends(id, content, CHUNK);
        from.say(from.frame("file-share-offer", id)
                .put("receiver_id", bob)
                .put("filename", "f.bin")
                .put("file_size", content.length));
        to.hears("file-share-offer");
        to.say(to.frame("file-share-accept", id));
        from.hears("file-share-accept");
        return id;
    }

    private void joins(Device device) {
        device.say(new JsonObject().put("type", "join-room").put("room_id", room.id()));
        device.hears("room-state");
    }

    /** Ten chunks are received and confirmed; no credit is left. */
    private void takesTen(Device to, UUID id) {
        to.receives();
        to.gives(10);
        to.credit(id, 10);
        await().atMost(Device.SOON).until(() -> to.chunks().size() == 10);
        to.credit(id, 0);
        room.until(id, state -> state.getInteger("chunks_received") == 10);
    }

    private Device from() {
        return Device.of(alice, room.id());
    }

    /** The receiver must be in the room, which the offer makes; so its link is opened after it. */
    private Device to() {
        given().put("/api/bitchat/rooms/" + room.id() + "/participants/" + alice)
                .then()
                .statusCode(200);
        given().put("/api/bitchat/rooms/" + room.id() + "/participants/" + bob + "?by=" + alice)
                .then()
                .statusCode(200);
        return Device.of(bob, room.id());
    }

    @Test
    void aReceiverThatComesBackGoesOnWhereItWas() {
        var content = bytes(40 * CHUNK, 1);
        try (var to = to();
                var from = from()) {
            var id = begun(from, to, content);
            takesTen(to, id);
            to.close();
            room.untilStatus(id, "paused");
            from.hears("file-share-pause", frame -> frame.getString("cause").equals("connection"));

            try (var again = Device.of(bob, room.id())) {
                again.continues(to);
                again.hears("file-share-complete");
                assertThat(again.content()).isEqualTo(content);
                assertThat(again.chunks()).hasSize(30);
            }
            assertThat(from.sentBytes).isEqualTo(content.length);
        }
    }

    @Test
    void aSenderThatComesBackSendsOnlyWhatIsMissing() {
        var content = bytes(64 * CHUNK, 2);
        try (var to = to();
                var from = from()) {
            from.stopsAfter(20);
            var id = begun(from, to, content);
            to.receives();
            to.credit(id, 16);
            room.until(id, state -> state.getInteger("chunks_sent") == 20);
            joins(to);
            joins(from);
            from.close();
            to.hears("user-left"); // else the new connection may be there before the end of the old one is known
            try (var again = from()) {
                again.sends(id, content, CHUNK);
                to.hears("file-share-complete");
                assertThat(to.content()).isEqualTo(content);
                assertThat(again.sentBytes).isLessThanOrEqualTo(44L * CHUNK);
            }
        }
    }

    /** A network that is gone closes nothing: the service knows only that the peer has come a second time. */
    @Test
    void aSenderWhoseOldConnectionNeverClosesGoesOnWithItsNewOne() {
        var content = bytes(64 * CHUNK, 5);
        try (var to = to();
                var dead = from()) {
            dead.stopsAfter(20);
            var id = begun(dead, to, content);
            to.receives();
            to.credit(id, 16);
            room.until(id, state -> state.getInteger("chunks_sent") == 20);
            try (var again = from()) {
                again.sends(id, content, CHUNK);
                to.hears("file-share-complete");
                assertThat(to.content()).isEqualTo(content);
                // the credit that it was greeted with, and the same chunk with the credits of its connection
                assertThat(again.sentBytes).isLessThanOrEqualTo(45L * CHUNK);
                assertThat(again.frames("error")).isEmpty();
            }
        }
    }

    @Test
    void aReceiverWhoseOldConnectionNeverClosesGoesOnWithItsNewOne() {
        var content = bytes(40 * CHUNK, 6);
        try (var dead = to();
                var from = from()) {
            var id = begun(from, dead, content);
            takesTen(dead, id);
            try (var again = Device.of(bob, room.id())) {
                again.continues(dead);
                again.hears("file-share-complete");
                assertThat(again.frames("error")).isEmpty();
                assertThat(again.content()).isEqualTo(content);
            }
            assertThat(from.sentBytes).isEqualTo(content.length);
        }
    }

    /** A second window without the file is no reason to stop the first. */
    @Test
    void anotherDeviceThatDoesNothingDisturbsNobody() {
        var content = bytes(64 * CHUNK, 7);
        try (var to = to();
                var from = from()) {
            var id = begun(from, to, content);
            to.receives();
            to.gives(10);
            to.credit(id, 10);
            try (var window = from();
                    var otherWindow = Device.of(bob, room.id())) {
                otherWindow.hears("file-share-resume");
                await().atMost(Device.SOON).until(() -> to.chunks().size() == 10);
                to.gives(1_000);
                to.credit(id, 16);
                to.hears("file-share-complete");
                assertThat(to.content()).isEqualTo(content);
                assertThat(from.sentBytes).isEqualTo(content.length);
                assertThat(window.sentBytes).isZero();
                assertThat(otherWindow.chunks()).isEmpty();
            }
        }
    }

    @Test
    void aPausedReceiverThatComesTwiceGoesOnWithTheDeviceThatIsLeft() {
        var content = bytes(40 * CHUNK, 8);
        try (var dead = to();
                var from = from()) {
            var id = begun(from, dead, content);
            takesTen(dead, id);
            from.say(from.frame("file-share-pause", id));
            room.untilStatus(id, "paused");
            try (var again = Device.of(bob, room.id())) {
                again.hears("file-share-pause");
                from.say(from.frame("file-share-resume", id));
                again.continues(dead);
                again.hears("file-share-complete");
                assertThat(again.content()).isEqualTo(content);
            }
        }
    }

    @Test
    void severalReceiversTakeOneUpload() {
        var content = bytes(30 * CHUNK, 3);
        var carol = someone();
        try (var to = to();
                var from = from()) {
            given().put("/api/bitchat/rooms/" + room.id() + "/participants/" + carol + "?by=" + alice)
                    .then()
                    .statusCode(200);
            try (var third = Device.of(carol, room.id())) {
                var id = UUID.randomUUID();
                from.sends(id, content, CHUNK);
                from.say(from.frame("file-share-offer", id)
                        .put("filename", "f.bin")
                        .put("file_size", content.length));
                for (var one : java.util.List.of(to, third)) {
                    one.hears("file-share-offer");
                    one.receives();
                    one.say(one.frame("file-share-accept", id));
                }
                from.hears("file-share-accept", frame -> frame.getString("receiver_id")
                        .equals(carol));
                to.credit(id, 16);
                third.credit(id, 16);
                to.hears("file-share-complete", frame -> !frame.containsKey("receiver_id"));
                third.hears("file-share-complete", frame -> !frame.containsKey("receiver_id"));
                assertThat(to.content()).isEqualTo(content);
                assertThat(third.content()).isEqualTo(content);
                assertThat(from.sentBytes).isEqualTo(content.length);
            }
        }
    }

    @Test
    void whatIsWrongIsAnErrorFrameAndTheLinkLives() {
        try (var to = to();
                var from = from()) {
            var id = begun(from, to, bytes(4 * CHUNK, 4));
            from.hears("file-share-credit");
            var stranger = new UUID(1, 2);

            from.chunk(stranger, 0, new byte[10]);
            error(from, "unknown_transfer");
            from.binary(new byte[] {0x22, 1});
            error(from, "unknown_kind");
            from.say(new JsonObject().put("type", "file-share-pause").put("transfer_id", stranger.toString()));
            error(from, "unknown_transfer");
            from.say(new JsonObject().put("type", "nonsense"));
            error(from, "unknown_transfer", "unknown_frame");
            to.say(to.frame("file-share-credit", id).put("credits", 5_000).put("confirmed", 0));
            error(to, "bad_credit");
            to.say(to.frame("file-share-credit", id).put("credits", "many").put("confirmed", 0));
            error(to, "validation_failed");
            to.chunk(id, 0, new byte[CHUNK]);
            error(to, "not_the_sender");

            to.receives();
            to.credit(id, 8);
            to.hears("file-share-complete");
        }
    }

    private static void error(Device device, String... codes) {
        var code = device.hears("error").getString("code");
        assertThat(code).isIn((Object[]) codes);
        device.forget();
    }

    @Test
    void whoJoinsHearsOfOthersAndSignalsThem() {
        try (var to = to();
                var from = from()) {
            from.say(new JsonObject().put("type", "join-room").put("room_id", room.id()));
            assertThat(from.hears("room-state").getJsonArray("participants")).hasSize(2);
            from.say(new JsonObject().put("type", "offer").put("to", bob).put("sdp", "v=0"));
            assertThat(from.hears("error").getString("code")).isEqualTo("not_present");
            to.say(new JsonObject().put("type", "join-room").put("room_id", room.id()));
            assertThat(from.hears("user-joined").getString("peer_id")).isEqualTo(bob);
            from.say(new JsonObject().put("type", "offer").put("to", bob).put("sdp", "v=0"));
            var offer = to.hears("offer");
            assertThat(offer.getString("from")).isEqualTo(alice);
            assertThat(offer.getString("sdp")).isEqualTo("v=0");
            to.close();
            assertThat(from.hears("user-left").getString("peer_id")).isEqualTo(bob);
        }
    }

    @Test
    void nothingIsLeftASecondAfterTheEnd() {
        var content = bytes(11 << 20, 5);
        try (var to = to();
                var from = from()) {
            from.stopsAfter(20);
            var id = begun(from, to, content);
            to.receives();
            to.credit(id, 16);
            room.until(id, state -> state.getInteger("chunks_sent") == 20);
            var folder = FOLDER.resolve(id.toString());
            assertThat(folder).isDirectory();
            room.cancels(id, alice).statusCode(204);

            await().atMost(Duration.ofSeconds(1)).until(() -> Files.notExists(folder));
            to.hears("file-share-cancel", frame -> frame.getString("reason").equals("cancelled_by_sender"));
        }
    }

    @Test
    void aPeerThatIsRemovedLosesItsLinkAndItsTransfer() {
        try (var to = to();
                var from = from()) {
            var id = begun(from, to, bytes(4 * CHUNK, 6));
            given().delete("/api/bitchat/rooms/" + room.id() + "/participants/" + bob + "?by=" + alice)
                    .then()
                    .statusCode(204);
            assertThat(room.untilStatus(id, "cancelled").getString("error")).isEqualTo("removed_from_room");
            await().atMost(Device.SOON).until(() -> to.closedWith() == 4403);
        }
    }
}
