package io.bitchat.messages.rooms;

import static io.bitchat.messages.rooms.RoomClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.messages.RealServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** How long a text frame of a room may be. */
@QuarkusTest
@RealServers
@WithTestResource(RoomServicePort.class)
class RoomFrameLengthTest extends RoomFixture {
    /** One with audio, video and all candidates has some 10,000 characters. */
    @Test
    void aSessionDescriptionMayBeLongerThanOtherFrames() throws Exception {
        try (var client = open()) {
            client.say(frame("join-room", room, transfer));
            var link = far.link();
            link.next();
            var longest = ofLength("offer", 32_768);

            client.say(longest);
            assertThat(link.next()).isEqualTo(longest);
            client.say(ofLength("answer", 32_769));
            assertThat(client.json().path("code").asText()).isEqualTo("frame_too_large");
            client.say(ofLength("ice-candidate", 4_097));
            assertThat(client.json().path("code").asText()).isEqualTo("frame_too_large");
        }
    }

    private String ofLength(String type, int length) {
        var empty = new JsonObject()
                .put("type", type)
                .put("room_id", room)
                .put("to", "bob")
                .put("sdp", "");
        return empty.put("sdp", "v".repeat(length - empty.encode().length())).encode();
    }

    @Test
    void aChunkAsTextMayBeLongWhereThereIsALink() throws Exception {
        try (var client = open()) {
            var chunk = "{\"type\":\"file-share-chunk\",\"data\":\"%s\",\"room_id\":\"%s\",\"transfer_id\":\"%s\"}"
                    .formatted("A".repeat(87_384), room, transfer);
            client.say(chunk);
            assertThat(client.json().path("code").asText()).isEqualTo("frame_too_large");

            client.say(frame("file-share-accept", room, transfer));
            var link = far.link();
            link.next();
            client.say(chunk);
            assertThat(link.next()).isEqualTo(chunk);
            link.say(chunk);
            assertThat(client.next()).isEqualTo(chunk);
            // no other frame may
            client.say(chunk.replace("file-share-chunk", "file-share-offer"));
            assertThat(client.json().path("code").asText()).isEqualTo("frame_too_large");
        }
    }
}
