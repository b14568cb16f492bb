package io.bitchat.messages.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.text.Identifier;
import io.bitchat.messages.MessageResponse;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.realtime.FileProgressConsumer.FileProgress;
import io.bitchat.messages.rooms.RoomFrame;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Encodes and parses the JSON frames of a socket. */
@ApplicationScoped
class Frames {
    static final String PONG = "{\"type\":\"" + Sent.PONG.type() + "\"}";

    private static final Pattern ID = Pattern.compile(Identifier.REGEX);

    private final ObjectMapper json;

    Frames(ObjectMapper json) {
        this.json = json;
    }

    /** Types of the frames that the server sends. The OpenAPI document describes each; a test compares them. */
    enum Sent {
        MESSAGE,
        GROUP_MESSAGE,
        FILE_PROGRESS,
        ERROR,
        PONG;

        private final String type = name().toLowerCase(Locale.ROOT);

        String type() {
            return type;
        }
    }

    /** Types of the frames that a client sends, described in the same place. */
    enum Received {
        PING,
        ACK,
        READ;

        private final String type = name().toLowerCase(Locale.ROOT);

        String type() {
            return type;
        }

        static Optional<Received> of(String type) {
            return Arrays.stream(values())
                    .filter(one -> one.type().equals(type))
                    .findFirst();
        }
    }

    /** A frame from a client. */
    sealed interface ClientFrame {
        record Ping() implements ClientFrame {}

        /** A device has received the message. */
        record Ack(String messageId) implements ClientFrame {}

        /** The user has seen the message. */
        record Read(String messageId) implements ClientFrame {}

        /** Belongs to a room, and is passed on. */
        record Room(RoomFrame frame) implements ClientFrame {}

        /** Not understood; the socket stays open. */
        record Invalid(String code, String detail) implements ClientFrame {}
    }

    ClientFrame parse(String text) {
        try {
            return json.readTree(text) instanceof ObjectNode frame
                    ? parse(frame, text)
                    : invalid("must be a JSON object");
        } catch (JsonProcessingException _) {
            return new ClientFrame.Invalid("malformed_json", "a frame must be a JSON object");
        }
    }

    private static ClientFrame parse(ObjectNode frame, String text) {
        var name = frame.path("type").asText("");
        if (RoomFrame.isType(name)) return ofRoom(RoomFrame.read(text));
        return Received.of(name)
                .map(type -> parse(type, frame))
                .orElseGet(() -> new ClientFrame.Invalid("unknown_frame", "type must be one of ping, ack, read"));
    }

    private static ClientFrame parse(Received type, ObjectNode frame) {
        return switch (type) {
            case PING -> new ClientFrame.Ping();
            case ACK -> withMessageId(frame) ? new ClientFrame.Ack(messageId(frame)) : noMessageId();
            case READ -> withMessageId(frame) ? new ClientFrame.Read(messageId(frame)) : noMessageId();
        };
    }

    /** A frame that belongs to a room, whatever else it says; the room must be named. */
    static ClientFrame ofRoom(RoomFrame frame) {
        var roomId = frame.roomId();
        return roomId != null && ID.matcher(roomId).matches()
                ? new ClientFrame.Room(frame)
                : invalid("room_id must be 1-128 of letters, digits and ._@:+-");
    }

    private static boolean withMessageId(JsonNode frame) {
        var id = frame.path("message_id");
        return id.isTextual() && ID.matcher(id.textValue()).matches();
    }

    private static String messageId(JsonNode frame) {
        return frame.path("message_id").textValue();
    }

    private static ClientFrame noMessageId() {
        return invalid("message_id must be 1-128 of letters, digits and ._@:+-");
    }

    private static ClientFrame invalid(String detail) {
        return new ClientFrame.Invalid("validation_failed", detail);
    }

    String message(StoredMessage message) {
        return write(new MessageFrame(
                Sent.MESSAGE.type(), new Cursor(message.position()).text(), MessageResponse.of(message)));
    }

    /** @param everywhere called after the last socket here has received it */
    GroupFrame group(StoredMessage message, Runnable everywhere) {
        var anyone = MessageResponse.of(message.at(0));
        return new GroupFrame(
                write(new GroupMessageFrame(Sent.GROUP_MESSAGE.type(), message.groupId(), anyone)), everywhere);
    }

    String error(String code, String detail) {
        return write(new ErrorFrame(Sent.ERROR.type(), code, detail));
    }

    String fileProgress(FileProgress progress) {
        var percent = progress.totalChunks() == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(100L * progress.uploadedChunks())
                        .divide(BigDecimal.valueOf(progress.totalChunks()), 2, RoundingMode.HALF_UP);
        return write(new FileProgressFrame(
                Sent.FILE_PROGRESS.type(),
                new FileProgressData(
                        progress.fileId(),
                        progress.status(),
                        progress.uploadedChunks(),
                        progress.totalChunks(),
                        percent)));
    }

    record FileProgressFrame(String type, FileProgressData data) {}

    record FileProgressData(String fileId, String status, int uploadedChunks, int totalChunks, BigDecimal progress) {}

    record MessageFrame(String type, String cursor, MessageResponse data) {}

    record GroupMessageFrame(String type, @Nullable String groupId, MessageResponse data) {}

    record ErrorFrame(String type, String code, String detail) {}

    private String write(Object frame) {
        try {
            return json.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
