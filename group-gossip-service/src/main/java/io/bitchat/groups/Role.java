package io.bitchat.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a member may do; see {@link io.bitchat.groups.rights.Rights}. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Adds and removes members, and renames the group. */
    MODERATOR,
    /** Writes, reads and leaves. */
    MEMBER;

    /** Regular expression of all {@link #wire()} values, for validation. */
    public static final String REGEX = "admin|moderator|member";

    /** Validation message for anything else. */
    public static final String MESSAGE = "must be admin, moderator or member";

    /** The name in the database and in JSON. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #wire()}. */
    public static Role of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
