package io.bitchat.groups.federation.scoring;

import io.bitchat.crypto.Bytes;
import io.bitchat.groups.federation.link.SiteFrame;

/**
 * Cost of handling a frame, in units of the cheapest frame. It follows from kind and length, so it can be charged
 * before a frame is handled. The kinds are those of docs/protocols/gossip.md, section 3.
 */
public final class FrameCost {
    private static final int PUSH = 0x20;
    private static final int REPLY = 0x21;
    private static final int ANNOUNCE = 0x22;
    private static final int PULL = 0x23;
    private static final int FETCH = 0x32;

    private static final int BYTES_PER_UNIT = 2_048;
    private static final int CONTROL_BYTES_PER_UNIT = 64;
    private static final double BRIEF_BYTES = 3;

    /** Cost of decrypting and verifying an envelope. */
    private static final int ENVELOPE = 5;
    /** Cost of a transaction or query. */
    private static final int DATABASE = 20;

    private FrameCost() {}

    public static double of(SiteFrame frame) {
        return switch (frame) {
            case SiteFrame.Ping _, SiteFrame.Pong _ -> 1;
            case SiteFrame.Invitation(var json) -> DATABASE + ofBytes(json.size());
            case SiteFrame.Answer(var json) -> DATABASE + ofBytes(json.size());
            case SiteFrame.Gossip(Bytes _, var content) -> ofGossip(content);
        };
    }

    /** Cost of sending or reading this many bytes. */
    static double ofBytes(int bytes) {
        return (double) bytes / BYTES_PER_UNIT;
    }

    private static double ofGossip(Bytes content) {
        int bytes = content.size();
        return switch (content.at(0)) {
            case PUSH, REPLY -> ENVELOPE + ofBytes(bytes);
            // looked up in memory; what is found and sent is charged as a reply
            case ANNOUNCE, PULL -> 1 + bytes / BRIEF_BYTES;
            case FETCH -> DATABASE + (double) bytes / CONTROL_BYTES_PER_UNIT;
            default -> 1 + (double) bytes / CONTROL_BYTES_PER_UNIT;
        };
    }
}
