package io.bitchat.messages.socket;

import io.bitchat.kit.text.StrictUtf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Assembles the frames of one socket into messages (RFC 6455 §5.4 and §8.1). Buffers at most {@value #MAX_BYTES} bytes;
 * the rest of a longer message is discarded. Not thread-safe.
 */
public final class TextAssembly {
    /** Largest message in bytes: four for each of the 4,096 characters that a frame of this protocol may have. */
    static final int MAX_BYTES = 16_384;

    /** The peer violates the protocol (RFC 6455 §7.4.1). */
    static final int PROTOCOL_ERROR = 1002;

    /** A text message is not valid UTF-8. */
    static final int INVALID_TEXT = 1007;

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private Kind kind = Kind.NONE;
    private boolean tooLong;

    private enum Kind {
        NONE,
        TEXT,
        BINARY
    }

    /** The result of a frame. */
    public sealed interface Step {
        /** The message is incomplete. */
        record More() implements Step {}

        /** A complete text message. */
        record Text(String text) implements Step {}

        /** A complete binary message; its content is discarded. */
        record Binary() implements Step {}

        /** The end of a message that was too long. */
        record TooLong() implements Step {}

        /** The socket must be closed. */
        record Violation(int code, String reason) implements Step {}
    }

    private static final Step MORE = new Step.More();

    /** A data frame that starts a message. */
    Step begins(boolean text, byte[] payload, boolean last) {
        if (kind != Kind.NONE) return new Step.Violation(PROTOCOL_ERROR, "a message began inside another message");
        kind = text ? Kind.TEXT : Kind.BINARY;
        return gather(payload, last);
    }

    /** A continuation frame. */
    Step goesOn(byte[] payload, boolean last) {
        if (kind == Kind.NONE) return new Step.Violation(PROTOCOL_ERROR, "a continuation frame without a message");
        return gather(payload, last);
    }

    private Step gather(byte[] payload, boolean last) {
        if (gathered.size() + payload.length > MAX_BYTES) tooLong = true;
        else if (!tooLong) gathered.writeBytes(payload);
        return last ? whole() : MORE;
    }

    private Step whole() {
        var bytes = gathered.toByteArray();
        var step = tooLong ? new Step.TooLong() : kind == Kind.BINARY ? new Step.Binary() : text(bytes);
        gathered.reset();
        kind = Kind.NONE;
        tooLong = false;
        return step;
    }

    private static Step text(byte[] bytes) {
        return StrictUtf8.isUtf8(bytes)
                ? new Step.Text(new String(bytes, StandardCharsets.UTF_8))
                : new Step.Violation(INVALID_TEXT, "text must be UTF-8");
    }
}
