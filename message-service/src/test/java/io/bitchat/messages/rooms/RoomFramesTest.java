package io.bitchat.messages.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.bitchat.contracts.transfers.ReceiverProgress;
import io.bitchat.contracts.transfers.TransferEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames made from facts are as the OpenAPI document describes them. */
class RoomFramesTest {
    private static final String ID = "00112233-4455-6677-8899-aabbccddeeff";
    private static final Instant AT = Instant.parse("2026-01-15T12:00:01.482Z");

    private final ObjectMapper json = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .registerModule(new JavaTimeModule());
    private final RoomFrames frames = new RoomFrames(json);

    static List<TransferEvent> facts() {
        return List.of(
                offered("carol"),
                offered(null),
                new TransferEvent.Accepted(ID, AT, "r", "alice", "bob", true),
                new TransferEvent.Rejected(ID, AT, "r", "alice", "bob", "no space"),
                new TransferEvent.Progressed(
                        ID,
                        AT,
                        "r",
                        "alice",
                        "active",
                        90,
                        85,
                        160,
                        53.13,
                        5_570_560,
                        List.of(new ReceiverProgress("bob", "active", 85)),
                        List.of("alice", "bob")),
                new TransferEvent.Completed(ID, AT, "r", "alice", List.of("bob"), null),
                new TransferEvent.Cancelled(ID, AT, "r", "alice", "idle_timeout"),
                new TransferEvent.Failed(ID, AT, "r", "alice", "storage_full"),
                new TransferEvent.Expired(ID, AT, "r", "alice", "offer_expired"));
    }

    private static TransferEvent offered(@Nullable String receiver) {
        return new TransferEvent.Offered(
                ID,
                AT,
                "r",
                "alice",
                receiver,
                "a.pdf",
                "application/pdf",
                10,
                3,
                4,
                false,
                AT,
                List.of("alice", "bob"));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void theFrameOfAFactIsAsDescribed(TransferEvent fact) throws IOException {
        var frame = json.readTree(frames.of(fact).orElseThrow());
        var described = described(frame.path("type").asText());

        assertThat(names(described.path("properties"))).containsAll(names(frame));
        described.path("required").forEach(field -> assertThat(names(frame)).contains(field.asText()));
        assertThat(frame.path("room_id").asText()).isEqualTo("r");
        assertThat(frame.path("transfer_id").asText()).isEqualTo(ID);
    }

    @Test
    void theValuesAreThoseOfTheFact() throws IOException {
        var progress = json.readTree(frames.of(facts().get(4)).orElseThrow());
        assertThat(progress.path("percentage").asText()).isEqualTo("53.13");
        assertThat(progress.path("timestamp").asText()).isEqualTo(AT.toString());
        assertThat(progress.at("/receivers/0/peer_id").asText()).isEqualTo("bob");

        var expired = json.readTree(frames.of(facts().get(8)).orElseThrow());
        assertThat(expired.path("status").asText()).isEqualTo("expired");
        assertThat(expired.path("reason").asText()).isEqualTo("offer_expired");
    }

    @Test
    void nobodyIsToldOfPauses() {
        assertThat(frames.of(new TransferEvent.Paused(ID, AT, "r", "alice", "bob")))
                .isEmpty();
        assertThat(frames.of(new TransferEvent.Resumed(ID, AT, "r", "alice", "bob")))
                .isEmpty();
    }

    @Test
    void anErrorNamesTheRoomAndTheTransferIfThereIsOne() throws IOException {
        assertThat(names(json.readTree(frames.error("code", "detail", "r", null))))
                .containsExactly("type", "code", "detail", "room_id");
    }

    private JsonNode described(String type) throws IOException {
        var document = json.readTree(
                Files.readString(Path.of("../api-gateway/src/main/resources/io/bitchat/gateway/openapi.json")));
        for (var frame : document.at("/paths/~1api~1bitchat~1ws~1{peer_id}/get/x-websocket-frames/server")) {
            if (frame.at("/properties/type/const").asText().equals(type)) return frame;
        }
        throw new AssertionError("no description of " + type);
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
