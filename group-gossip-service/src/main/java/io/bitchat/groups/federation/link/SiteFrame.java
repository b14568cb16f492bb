package io.bitchat.groups.federation.link;

import io.bitchat.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A frame between sites: one byte for the kind, then the body. docs/protocols/sites.md specifies every field. */
public sealed interface SiteFrame {
    /** Length in bytes of the tag, which identifies a group to the sites that share it. */
    int TAG_BYTES = 32;

    /** A frame of the gossip protocol, for one group. */
    record Gossip(Bytes tag, Bytes frame) implements SiteFrame {}

    /** An invitation to share a group, in JSON. */
    record Invitation(Bytes json) implements SiteFrame {}

    /** The answer to an invitation, in JSON. */
    record Answer(Bytes json) implements SiteFrame {}

    /** Measures the round trip. */
    record Ping(long token) implements SiteFrame {}

    /** Answers a ping. */
    record Pong(long token) implements SiteFrame {}

    /** Encodes the frame. */
    default byte[] encode() {
        return switch (this) {
            case Gossip(var tag, var frame) ->
                begin(1, TAG_BYTES + frame.size())
                        .put(tag.toBuffer())
                        .put(frame.toBuffer())
                        .array();
            case Invitation(var json) ->
                begin(2, json.size()).put(json.toBuffer()).array();
            case Answer(var json) -> begin(3, json.size()).put(json.toBuffer()).array();
            case Ping(long token) -> begin(4, Long.BYTES).putLong(token).array();
            case Pong(long token) -> begin(5, Long.BYTES).putLong(token).array();
        };
    }

    /** Decodes the output of {@link #encode}; returns empty for anything else. */
    static Optional<SiteFrame> decode(ByteBuffer frame) {
        if (!frame.hasRemaining()) return Optional.empty();
        int kind = frame.get();
        return switch (kind) {
            case 1 -> frame.remaining() <= TAG_BYTES ? Optional.empty() : Optional.of(gossip(frame));
            case 2 -> Optional.of(new Invitation(Bytes.copyOf(frame)));
            case 3 -> Optional.of(new Answer(Bytes.copyOf(frame)));
            case 4 -> frame.remaining() == Long.BYTES ? Optional.of(new Ping(frame.getLong())) : Optional.empty();
            case 5 -> frame.remaining() == Long.BYTES ? Optional.of(new Pong(frame.getLong())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static SiteFrame gossip(ByteBuffer frame) {
        var tag = new byte[TAG_BYTES];
        frame.get(tag);
        return new Gossip(Bytes.copyOf(tag), Bytes.copyOf(frame));
    }

    private static ByteBuffer begin(int kind, int bytes) {
        return ByteBuffer.allocate(1 + bytes).put((byte) kind);
    }
}
