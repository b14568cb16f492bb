package io.bitchat.system.access;

import java.util.Arrays;

/** Who asks: the columns of the permission table, in their order. */
enum Who {
    /** No token at all. */
    NONE("no token"),
    /** Something that is no token. */
    MALFORMED("malformed"),
    /** A token of the owner that is over. */
    EXPIRED("expired"),
    /** Tokens in the owner's name that somebody else signed, or that are meant for something else. */
    FOREIGN("foreign"),
    /** Tokens of the owner from before it voided them. */
    REVOKED("revoked"),
    /** A peer that has nothing to do with it. */
    OTHER("other peer"),
    /** One that was sent away from the group. */
    REMOVED("removed member"),
    /** One whom the owner is about to let in. */
    NOT_YET("not yet member"),
    /** A member that was an admin of the group before. */
    FORMER_ADMIN("former admin"),
    /** Whose peer, file or message it is, and admin of the group. */
    OWNER("owner");

    private final String column;

    Who(String column) {
        this.column = column;
    }

    /** The head of its column. */
    String column() {
        return column;
    }

    /** Whether the token is good, whoever's it is. */
    boolean isKnown() {
        return compareTo(OTHER) >= 0;
    }

    /** Whether it may read what is said in the group. */
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
