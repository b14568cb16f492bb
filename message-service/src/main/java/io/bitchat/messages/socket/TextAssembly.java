package io.bitchat.messages.socket;

import io.bitchat.kit.text.StrictUtf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Makes messages of the frames of one socket (RFC 6455 §5.4 and §8.1). Gathers at most {@value #MAX_BYTES} bytes, whatever comes:
 * of a longer message only its end is waited for. Not safe for several threads.
 */
public final class TextAssembly {
    /** Bytes of a message that is read; four for each of the characters that a frame of this protocol may have. */
    static final int MAX_BYTES = 16_384;

    /** The other side breaks the protocol (RFC 6455 §7.4.1). */
    static final int PROTOCOL_ERROR = 1002;

    /** What was said to be text is none. */
    static final int INVALID_TEXT = 1007;

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private Kind kind = Kind.NONE;
    private boolean tooLong;

    private enum Kind {
        NONE,
        TEXT,
        BINARY
    }

    /** What a frame leads to. */
    public sealed interface Step {
        /** More of the message is to come. */
        record More() implements Step {}

        /** A message is whole. */
        record Text(String text) implements Step {}

        /** A message of bytes is whole; nobody wants them. */
        record Binary() implements Step {}

        /** A message is over that was too long to be gathered. */
        record TooLong() implements Step {}

        /** The socket is to be closed. */
        record Violation(int code, String reason) implements Step {}
    }

    private static final Step MORE = new Step.More();

    /** A data frame that begins a message. */
    Step begins(boolean text, byte[] payload, boolean last) {
        if (kind != Kind.NONE) return new Step.Violation(PROTOCOL_ERROR, "a message began within another");
        kind = text ? Kind.TEXT : Kind.BINARY;
        return gather(payload, last);
    }

    /** A continuation frame. */
    Step goesOn(byte[] payload, boolean last) {
        if (kind == Kind.NONE) return new Step.Violation(PROTOCOL_ERROR, "there is nothing to continue");
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
                : new Step.Violation(INVALID_TEXT, "text is UTF-8");
    }
}
