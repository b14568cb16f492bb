package io.bitchat.gossip.wire;

import io.bitchat.gossip.Envelope;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one frame: {@code head}, then the envelope if there is one. They are kept apart so that a message sent
 * to several neighbours is not copied for each.
 */
public final class Packet {
    private final byte[] head;
    private final @Nullable Envelope body;

    private Packet(byte[] head, @Nullable Envelope body) {
        this.head = head;
        this.body = body;
    }

    /** A frame without an envelope. */
    static Packet of(byte[] head) {
        return new Packet(head, null);
    }

    /** A frame with an envelope. */
    static Packet of(byte[] head, Envelope body) {
        return new Packet(head, body);
    }

    /** A frame received from a link; an envelope is copied out of the array. */
    public static Packet received(byte[] frame) {
        if (!FrameCodec.carriesEnvelope(frame)) return new Packet(frame, null);
        var head = Arrays.copyOf(frame, FrameCodec.ENVELOPE_AT);
        return new Packet(head, Envelope.of(Arrays.copyOfRange(frame, FrameCodec.ENVELOPE_AT, frame.length)));
    }

    /** The first bytes; must not be modified. */
    public byte[] head() {
        return head;
    }

    /** The envelope that follows, if any. */
    public @Nullable Envelope body() {
        return body;
    }

    /** Size of the frame in bytes. */
    public int size() {
        return body == null ? head.length : head.length + body.size();
    }

    /** The frame as one array. */
    public byte[] toBytes() {
        var envelope = body;
        if (envelope == null) return head.clone();
        var all = Arrays.copyOf(head, size());
        System.arraycopy(envelope.bytes(), 0, all, head.length, envelope.size());
        return all;
    }
}
