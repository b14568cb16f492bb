package io.bitchat.system.access;

import java.util.Arrays;

/** Callers: the columns of the permission table, in their order. */
enum Who {
    /** No token at all. */
    NONE("no token"),
    /** A malformed token. */
    MALFORMED("malformed"),
    /** An expired token of the owner. */
    EXPIRED("expired"),
    /** Tokens in the owner's name with a foreign signature or wrong claims. */
    FOREIGN("foreign"),
    /** Revoked tokens of the owner. */
    REVOKED("revoked"),
    /** An unrelated peer. */
    OTHER("other peer"),
    /** A peer that was removed from the group. */
    REMOVED("removed member"),
    /** A peer that the owner is about to add. */
    NOT_YET("not yet member"),
    /** A member that was an admin of the group. */
    FORMER_ADMIN("former admin"),
    /** Owner of the peer, file or message, and admin of the group. */
    OWNER("owner");

    private final String column;

    Who(String column) {
        this.column = column;
    }

    /** The header of its column. */
    String column() {
        return column;
    }

    /** Whether the token is valid, whoever owns it. */
    boolean isKnown() {
        return compareTo(OTHER) >= 0;
    }

    /** Whether it may read the group's messages. */
    boolean isMember() {
        return compareTo(FORMER_ADMIN) >= 0;
    }

    static Who of(String column) {
        return Arrays.stream(values())
                .filter(who -> who.column.equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such column: " + column));
    }
}
