package io.bitchat.link.frame;

import io.bitchat.crypto.noise.NoiseHandshake;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.CloseReason;
import io.bitchat.link.frame.MessageSplitter.Found;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns received bytes into frames: splits them into messages, decrypts these, and assembles the frames. */
public final class Inbound {
    private final MessageSplitter splitter;
    private final NoiseSession session;
    private final FrameReader frames;

    public Inbound(MessageSplitter splitter, NoiseSession session, int maxFrameBytes) {
        this.splitter = splitter;
        this.session = session;
        this.frames = new FrameReader(maxFrameBytes);
    }

    /**
     * Frames to deliver.
     *
     * @param fault reason for which the link ends after these frames; null if it continues
     */
    public record Batch(List<ByteBuffer> frames, @Nullable CloseReason fault) {}

    /** Returns all frames that are complete. */
    public Batch read() {
        var whole = new ArrayList<ByteBuffer>();
        while (true) {
            switch (splitter.next(NoiseSession.OVERHEAD_BYTES, NoiseHandshake.MAX_MESSAGE_BYTES)) {
                case Found.Incomplete() -> {
                    return new Batch(whole, null);
                }
                case Found.BadLength _ -> {
                    return new Batch(whole, CloseReason.MESSAGE_MALFORMED);
                }
                case Found.Message(var message) -> {
                    var fault = open(message, whole);
                    if (fault != null) return new Batch(whole, fault);
                }
            }
        }
    }

    private @Nullable CloseReason open(ByteBuffer message, List<ByteBuffer> whole) {
        var plaintext = ByteBuffer.allocate(message.remaining() - NoiseSession.OVERHEAD_BYTES);
        if (session.decrypt(message, plaintext) != null) return CloseReason.MESSAGE_NOT_AUTHENTIC;
        return frames.read(plaintext.flip(), whole) ? null : CloseReason.FRAME_TOO_LARGE;
    }
}
