package io.bitchat.gossip.wire;

import io.bitchat.gossip.PeerId;

/**
 * All writers whose ids begin alike.
 *
 * @param digits how many hexadecimal digits count, 0 to {@value #MAX_DIGITS}
 * @param bits these digits, right-aligned
 */
public record Prefix(int digits, long bits) {
    /** Everybody. */
    public static final Prefix ALL = new Prefix(0, 0);

    /** Digits of a whole peer id. */
    public static final int MAX_DIGITS = 16;

    /** Ways to go on from a prefix. */
    public static final int CHILDREN = 16;

    public Prefix {
        if (digits < 0 || digits > MAX_DIGITS) throw new IllegalArgumentException(digits + " digits");
        if (digits < MAX_DIGITS && bits >>> (4 * digits) != 0) throw new IllegalArgumentException("bits beyond digits");
    }

    /** Whether a writer's id begins like this. */
    public boolean contains(PeerId writer) {
        return digits == 0 || writer.value() >>> (64 - 4 * digits) == bits;
    }

    /** This prefix and one digit more, 0 to 15; only for prefixes that are not whole ids. */
    public Prefix child(int digit) {
        return new Prefix(digits + 1, bits << 4 | digit);
    }

    /** The digit of a writer's id that follows this prefix. */
    public int digitAfter(PeerId writer) {
        return (int) (writer.value() >>> (60 - 4 * digits)) & 0xF;
    }
}
