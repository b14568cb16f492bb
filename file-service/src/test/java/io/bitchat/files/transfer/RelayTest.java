package io.bitchat.files.transfer;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.RealServers;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file from one device to another, over the links of both. */
@QuarkusTest
@RealServers
class RelayTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 3_000_000, 12_000_000})
    void aFileArrivesAsItIs(int size) {
        var alice = someone();
        var bob = someone();
        var room = "room-" + someone();
        var content = bytes(size, 7);
        try (var from = Device.of(alice, room)) {
            var id = UUID.randomUUID();
            from.sends(id, content, 65_536);
            from.say(offer(from, id, bob, size));
            assertThat(from.hears("file-share-offer").getInteger("total_chunks"))
                    .isEqualTo((size + 65_535) / 65_536);
            try (var to = Device.of(bob, room)) {
                to.receives();
                to.hears("file-share-offer");
                to.say(to.frame("file-share-accept", id));
                from.hears("file-share-accept", frame -> frame.getString("receiver_id")
                        .equals(bob));
                to.credit(id, 16);
                to.hears("file-share-complete");
                from.hears("file-share-complete");

                assertThat(to.content()).isEqualTo(content);
                assertThat(from.sentBytes).isEqualTo(size);
            }
            new Room(room).untilStatus(id, "completed");
            assertThat(Room.facts(id)).containsExactly("offered", "accepted", "completed");
        }
    }

    private static JsonObject offer(Device from, UUID id, String to, long size) {
        return from.frame("file-share-offer", id)
                .put("receiver_id", to)
                .put("filename", "f.bin")
                .put("file_size", size);
    }
}
