package io.bitchat.groups.group;

import io.bitchat.groups.Role;
import io.bitchat.groups.state.Group;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A valid group that is not stored yet.
 *
 * @param members the creator as admin, and the others
 * @param key idempotency key of the client, with which it can repeat the request; null without one
 */
record NewGroup(
        Group group,
        SortedMap<String, Role> members,
        @Nullable String key,
        TraceContext trace) {

    LockedGroup locked() {
        return new LockedGroup(group, members, new LockedGroup.Places(0, group.createdAt(), 0));
    }

    /** Digest of the request, to distinguish a repetition from another use of the same key. */
    String digest() {
        var asked = group.name() + '\n' + group.description() + '\n' + String.join("\n", members.keySet());
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
