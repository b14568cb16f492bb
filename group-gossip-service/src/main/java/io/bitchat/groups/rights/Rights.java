package io.bitchat.groups.rights;

import io.bitchat.groups.Role;

/** What a role allows. Writing and reading need no more than being a member. */
public final class Rights {
    private Rights() {}

    /** Another name or description. */
    public static boolean mayRename(Role actor) {
        return switch (actor) {
            case ADMIN, MODERATOR -> true;
            case MEMBER -> false;
        };
    }

    /** The end of the group. */
    public static boolean mayDeactivate(Role actor) {
        return isAdmin(actor);
    }

    /** The group for another site. */
    public static boolean mayShare(Role actor) {
        return isAdmin(actor);
    }

    /** A new member in the role {@code as}. */
    public static boolean mayAdd(Role actor, Role as) {
        return governs(actor, as);
    }

    /** The removal of another member; everybody may leave. */
    public static boolean mayRemove(Role actor, Role whom) {
        return governs(actor, whom);
    }

    /** Another role for a member, oneself included. */
    public static boolean mayChangeRoles(Role actor) {
        return isAdmin(actor);
    }

    private static boolean governs(Role actor, Role other) {
        return switch (actor) {
            case ADMIN -> true;
            case MODERATOR -> other == Role.MEMBER;
            case MEMBER -> false;
        };
    }

    private static boolean isAdmin(Role actor) {
        return switch (actor) {
            case ADMIN -> true;
            case MODERATOR, MEMBER -> false;
        };
    }
}
