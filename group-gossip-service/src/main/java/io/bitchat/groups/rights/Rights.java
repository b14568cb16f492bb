package io.bitchat.groups.rights;

import io.bitchat.groups.Role;

/** The rights of each role. Writing and reading need no more than membership. */
public final class Rights {
    private Rights() {}

    /** May change name and description. */
    public static boolean mayRename(Role actor) {
        return switch (actor) {
            case ADMIN, MODERATOR -> true;
            case MEMBER -> false;
        };
    }

    /** May close the group. */
    public static boolean mayDeactivate(Role actor) {
        return isAdmin(actor);
    }

    /** May share the group with another site. */
    public static boolean mayShare(Role actor) {
        return isAdmin(actor);
    }

    /** May add a member in the role {@code as}. */
    public static boolean mayAdd(Role actor, Role as) {
        return governs(actor, as);
    }

    /** May remove another member; every member may leave. */
    public static boolean mayRemove(Role actor, Role whom) {
        return governs(actor, whom);
    }

    /** May change a member's role, including its own. */
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
