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
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Encodes and parses the JSON frames of a socket. */
@ApplicationScoped
class Frames {
    static final String PONG = "{\"type\":\"pong\"}";

    private static final Pattern ID = Pattern.compile(Identifier.REGEX);

    private final ObjectMapper json;

    Frames(ObjectMapper json) {
        this.json = json;
    }

    /** A frame from a client. */
    sealed interface ClientFrame {
        record Ping() implements ClientFrame {}

        /** A device has received the message. */
        record Ack(String messageId) implements ClientFrame {}

        /** The user has seen the message. */
        record Read(String messageId) implements ClientFrame {}

        /** Not understood; the socket stays open. */
        record Invalid(String code, String detail) implements ClientFrame {}
    }

    ClientFrame parse(String text) {
        try {
            return json.readTree(text) instanceof ObjectNode frame ? parse(frame) : invalid("must be a JSON object");
        } catch (JsonProcessingException _) {
            return new ClientFrame.Invalid("malformed_json", "a frame must be a JSON object");
        }
    }

    private static ClientFrame parse(ObjectNode frame) {
        return switch (frame.path("type").asText("")) {
            case "ping" -> new ClientFrame.Ping();
            case "ack" -> withMessageId(frame) ? new ClientFrame.Ack(messageId(frame)) : noMessageId();
            case "read" -> withMessageId(frame) ? new ClientFrame.Read(messageId(frame)) : noMessageId();
            default -> new ClientFrame.Invalid("unknown_frame", "type must be one of ping, ack, read");
        };
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
        return write(new MessageFrame("message", new Cursor(message.position()).text(), MessageResponse.of(message)));
    }

    /** @param everywhere called after the last socket here has received it */
    GroupFrame group(StoredMessage message, Runnable everywhere) {
        var anyone = MessageResponse.of(message.at(0));
        return new GroupFrame(write(new GroupMessageFrame("group_message", message.groupId(), anyone)), everywhere);
    }

    String error(String code, String detail) {
        return write(new ErrorFrame("error", code, detail));
    }

    String fileProgress(FileProgress progress) {
        var percent = progress.totalChunks() == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(100L * progress.uploadedChunks())
                        .divide(BigDecimal.valueOf(progress.totalChunks()), 2, RoundingMode.HALF_UP);
        return write(new FileProgressFrame(
                "file_progress",
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
