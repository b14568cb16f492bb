package io.bitchat.gossip.wire;

import io.bitchat.gossip.PeerId;

/**
 * All writers whose ids begin with the same digits.
 *
 * @param digits number of hexadecimal digits, 0 to {@value #MAX_DIGITS}
 * @param bits these digits, right-aligned
 */
public record Prefix(int digits, long bits) {
    /** The prefix of all writers. */
    public static final Prefix ALL = new Prefix(0, 0);

    /** Number of digits of a whole peer id. */
    public static final int MAX_DIGITS = 16;

    /** Number of prefixes that are one digit longer. */
    public static final int CHILDREN = 16;

    public Prefix {
        if (digits < 0 || digits > MAX_DIGITS) throw new IllegalArgumentException(digits + " digits");
        if (digits < MAX_DIGITS && bits >>> (4 * digits) != 0) throw new IllegalArgumentException("bits beyond digits");
    }

    /** Whether a writer's id begins with this prefix. */
    public boolean contains(PeerId writer) {
        return digits == 0 || writer.value() >>> (64 - 4 * digits) == bits;
    }

    /** This prefix extended by one digit, 0 to 15; not for a whole id. */
    public Prefix child(int digit) {
        return new Prefix(digits + 1, bits << 4 | digit);
    }

    /** The digit of a writer's id that follows this prefix. */
    public int digitAfter(PeerId writer) {
        return (int) (writer.value() >>> (60 - 4 * digits)) & 0xF;
    }
}
