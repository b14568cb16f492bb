package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.realtime.FileProgressConsumer.FileProgress;
import io.bitchat.messages.realtime.Frames.ClientFrame;
import io.bitchat.messages.realtime.Frames.Received;
import io.bitchat.messages.realtime.Frames.Sent;
import io.bitchat.messages.rooms.RoomFrame;
import io.bitchat.messages.rooms.RoomFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The OpenAPI document of the gateway describes the frames that are sent and understood here, and no others. */
class FramesTest {
    private static final Path DOCUMENT = Path.of("../api-gateway/src/main/resources/io/bitchat/gateway/openapi.json");

    private final ObjectMapper json = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .registerModule(new JavaTimeModule());
    private final Frames frames = new Frames(json);
    private final JsonNode operation;

    FramesTest() throws IOException {
        operation = json.readTree(Files.readString(DOCUMENT)).at("/paths/~1api~1bitchat~1ws~1{peer_id}/get");
    }

    @Test
    void theDocumentListsEveryTypeOnce() {
        assertThat(typesOf("server"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Arrays.stream(Sent.values()).map(Sent::type),
                                Arrays.stream(RoomFrames.Sent.values()).map(RoomFrames.Sent::type))
                        .toList());
        assertThat(typesOf("client"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Arrays.stream(Received.values()).map(Received::type),
                                Arrays.stream(RoomFrames.Received.values()).map(RoomFrames.Received::type))
                        .toList());
    }

    @Test
    void theDescriptionNamesEveryTypeWithItsFields() {
        var rows = operation.path("description").asText().lines().toList();
        for (var from : List.of("server", "client")) {
            for (var frame : operation.path("x-websocket-frames").path(from)) {
                var cells = new ArrayList<String>();
                fieldsOf(frame).stream()
                        .filter(name -> !name.equals("type"))
                        .forEach(name -> cells.add("`" + name + "`"));
                assertThat(rows)
                        .anyMatch(row -> row.startsWith("| %s | `%s` | %s"
                                .formatted(from, frame.path("title").asText(), String.join(", ", cells))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentHasTheFieldsOfItsDescription(Sent type) throws IOException {
        var sent = json.readTree(example(type));
        var described = described("server", type.type());

        assertThat(sent.path("type").asText()).isEqualTo(type.type());
        assertThat(namesOf(sent)).containsExactlyInAnyOrderElementsOf(textsOf(described.path("required")));
        assertThat(fieldsOf(described)).containsAll(namesOf(sent));
        var data = described.at("/properties/data");
        if (data.has("properties")) {
            assertThat(namesOf(sent.path("data"))).containsExactlyInAnyOrderElementsOf(fieldsOf(data));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDescribedIsUnderstood(Received type) {
        var described = described("client", type.type());
        var frame = json.createObjectNode();
        fieldsOf(described).forEach(name -> frame.put(name, name.equals("type") ? type.type() : "m-1"));

        assertThat(frames.parse(frame.toString()))
                .isEqualTo(
                        switch (type) {
                            case PING -> new ClientFrame.Ping();
                            case ACK -> new ClientFrame.Ack("m-1");
                            case READ -> new ClientFrame.Read("m-1");
                        });
        for (var needed : textsOf(described.path("required"))) {
            var incomplete = frame.deepCopy();
            incomplete.remove(needed);
            assertThat(frames.parse(incomplete.toString()))
                    .as("without %s", needed)
                    .isInstanceOf(ClientFrame.Invalid.class);
        }
    }

    /** What else they say is of no interest here. */
    @ParameterizedTest
    @EnumSource
    void whatBelongsToARoomIsRecognised(RoomFrames.Received type) {
        assertThat(textsOf(described("client", type.type()).path("required"))).contains("type", "room_id");
        var frame =
                "{\"type\":\"%s\",\"room_id\":\"r\",\"transfer_id\":\"00112233-4455-6677-8899-aabbccddeeff\",\"x\":[{}]}"
                        .formatted(type.type());

        assertThat(frames.parse(frame))
                .isEqualTo(new ClientFrame.Room(
                        new RoomFrame(type.type(), "r", UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"))));
        assertThat(frames.parse(frame.replace("room_id", "room"))).isInstanceOf(ClientFrame.Invalid.class);
    }

    @Test
    void anUnknownTypeIsToldWhichThereAre() {
        assertThat(frames.parse("{\"type\":\"message\"}"))
                .isEqualTo(new ClientFrame.Invalid(
                        "unknown_frame",
                        "type must be one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Received.values())
                                                .map(Received::type)
                                                .toList())));
    }

    private String example(Sent type) {
        return switch (type) {
            case MESSAGE -> frames.message(message(null));
            case GROUP_MESSAGE -> frames.group(message("g"), () -> {}).at(7);
            case FILE_PROGRESS -> frames.fileProgress(new FileProgress("alice", "file_1", "uploading", 1, 3));
            case ERROR -> frames.error("code", "detail");
            case PONG -> Frames.PONG;
        };
    }

    private static StoredMessage message(@Nullable String groupId) {
        return new StoredMessage(
                UUID.randomUUID(),
                "m",
                "alice",
                groupId == null ? "bob" : null,
                groupId,
                "hello",
                "none",
                null,
                Status.SENT,
                Instant.EPOCH,
                null,
                null,
                null,
                60,
                0,
                false,
                "alice|bob",
                1,
                7,
                Instant.EPOCH);
    }

    private JsonNode described(String from, String type) {
        for (var frame : operation.path("x-websocket-frames").path(from)) {
            if (frame.at("/properties/type/const").asText().equals(type)) return frame;
        }
        throw new AssertionError("no description of " + type);
    }

    private List<String> typesOf(String from) {
        var types = new ArrayList<String>();
        operation
                .path("x-websocket-frames")
                .path(from)
                .forEach(frame -> types.add(frame.at("/properties/type/const").asText()));
        return types;
    }

    private static List<String> fieldsOf(JsonNode schema) {
        return namesOf(schema.path("properties"));
    }

    private static List<String> namesOf(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> textsOf(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
