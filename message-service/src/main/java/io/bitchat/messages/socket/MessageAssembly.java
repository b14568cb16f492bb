package io.bitchat.messages.socket;

import io.bitchat.kit.text.StrictUtf8;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Assembles the frames of one socket into messages (RFC 6455 §5.4 and §8.1). Keeps at most as much as a message may
 * have; the rest of a longer one is discarded. A message of a single frame is not copied. Not thread-safe.
 */
public final class MessageAssembly {
    /** Largest text in bytes: four for each of the 4,096 characters that a frame of this protocol may have. */
    static final int MAX_TEXT_BYTES = 16_384;

    /** Largest text in bytes of a socket that carries chunks of files: room for one as base64. */
    static final int MAX_CHUNK_TEXT_BYTES = 128 << 10;

    /** The peer violates the protocol (RFC 6455 §7.4.1). */
    static final int PROTOCOL_ERROR = 1002;

    /** A text message is not valid UTF-8. */
    static final int INVALID_TEXT = 1007;

    private final BooleanSupplier carriesChunks;
    private Buffer gathered = Buffer.buffer();
    private Kind kind = Kind.NONE;
    private boolean tooLong;
    private boolean unwanted;

    private enum Kind {
        NONE,
        TEXT,
        BINARY
    }

    /** @param carriesChunks whether chunks of files are expected at this moment; otherwise no binary message is kept */
    MessageAssembly(BooleanSupplier carriesChunks) {
        this.carriesChunks = carriesChunks;
    }

    /** The result of a frame. */
    public sealed interface Step {
        /** The message is incomplete. */
        record More() implements Step {}

        /** A complete text message. */
        record Text(String text) implements Step {}

        /** A complete binary message. */
        record Binary(Buffer content) implements Step {}

        /** The end of a binary message that nobody expects; its content is discarded. */
        record Unwanted() implements Step {}

        /** The end of a message that was too long. */
        record TooLong(boolean text) implements Step {}

        /** The socket must be closed. */
        record Violation(int code, String reason) implements Step {}
    }

    private static final Step MORE = new Step.More();

    /** A data frame that starts a message. */
    Step begins(boolean text, Buffer payload, boolean last) {
        if (kind != Kind.NONE) return new Step.Violation(PROTOCOL_ERROR, "a message began inside another message");
        kind = text ? Kind.TEXT : Kind.BINARY;
        return gather(payload, last);
    }

    /** A continuation frame. */
    Step goesOn(Buffer payload, boolean last) {
        if (kind == Kind.NONE) return new Step.Violation(PROTOCOL_ERROR, "a continuation frame without a message");
        return gather(payload, last);
    }

    private Step gather(Buffer payload, boolean last) {
        boolean chunks = carriesChunks.getAsBoolean();
        if (kind == Kind.BINARY && !chunks) unwanted = true;
        if (gathered.length() + payload.length() > limit(chunks)) tooLong = true;
        if (unwanted || tooLong) gathered = Buffer.buffer();
        else if (last && gathered.length() == 0) gathered = payload;
        else gathered.appendBuffer(payload);
        return last ? whole() : MORE;
    }

    private int limit(boolean chunks) {
        if (kind == Kind.BINARY) return ChunkFrameCodec.MAX_BYTES;
        return chunks ? MAX_CHUNK_TEXT_BYTES : MAX_TEXT_BYTES;
    }

    private Step whole() {
        var step = step();
        gathered = Buffer.buffer();
        kind = Kind.NONE;
        tooLong = false;
        unwanted = false;
        return step;
    }

    private Step step() {
        if (unwanted) return new Step.Unwanted();
        if (tooLong) return new Step.TooLong(kind == Kind.TEXT);
        return kind == Kind.BINARY ? new Step.Binary(gathered) : text(gathered.getBytes());
    }

    private static Step text(byte[] bytes) {
        return StrictUtf8.isUtf8(bytes)
                ? new Step.Text(new String(bytes, StandardCharsets.UTF_8))
                : new Step.Violation(INVALID_TEXT, "text must be UTF-8");
    }
}
