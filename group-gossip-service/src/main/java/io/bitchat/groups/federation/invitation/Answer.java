package io.bitchat.groups.federation.invitation;

import io.bitchat.crypto.Bytes;
import io.bitchat.groups.oplog.OperationJson;
import io.bitchat.kit.text.Identifier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A site's answer to an invitation; {@code refused} is the reason of a refusal, otherwise null. */
public record Answer(String groupId, @Nullable String refused) {
    private static final int MAX_REASON = 200;

    public Bytes encode() {
        return Bytes.copyOf(new JsonObject()
                .put("version", 1)
                .put("group_id", groupId)
                .put("refused", refused)
                .toBuffer()
                .getBytes());
    }

    /** Returns empty for anything that no site sends. */
    public static Optional<Answer> decode(Bytes bytes) {
        try {
            var json = new JsonObject(Buffer.buffer(bytes.toArray()));
            var refused = json.getString("refused");
            var groupId = json.getString("group_id");
            if (groupId == null || !groupId.matches(Identifier.REGEX)) return Optional.empty();
            return Optional.of(new Answer(groupId, refused == null ? null : shortened(refused)));
        } catch (DecodeException | ClassCastException _) {
            return Optional.empty();
        }
    }

    private static String shortened(String reason) {
        var text = new StringBuilder();
        reason.codePoints()
                .limit(MAX_REASON)
                .map(point -> OperationJson.isStorable(Character.toString(point)) ? point : ' ')
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
