package io.bitchat.groups.send;

import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds drafts from requests, or rejects invalid requests. */
@ApplicationScoped
class Drafts {
    private static final String DEFAULT_ALGORITHM = "AES-256-GCM";
    private static final int KEYED_ID_HEX = 40;

    private final SendConfig config;
    private final Ids ids;

    Drafts(SendConfig config, Ids ids) {
        this.config = config;
        this.ids = ids;
    }

    Draft draft(String groupId, GroupSendRequest request, @Nullable String idempotencyKey, TraceContext trace) {
        checkContent(request);
        var id = ids.next();
        var key = key(id, request, idempotencyKey);
        return new Draft(
                id,
                MessageIds.inGroup(groupId, request.fromPeerId(), key),
                key,
                formerId(request, idempotencyKey),
                groupId,
                request.fromPeerId(),
                request.content(),
                request.encryptionAlgorithm() == null ? DEFAULT_ALGORITHM : request.encryptionAlgorithm(),
                request.nonce(),
                request.ttl() == null ? (int) config.defaultTtl().toSeconds() : request.ttl(),
                trace);
    }

    private void checkContent(GroupSendRequest request) {
        if (request.nonce() == null && config.requireNonce()) {
            throw Problem.invalid("nonce", "must not be null: encrypt the content and send the nonce with it");
        }
        // a char has at most three bytes in UTF-8, so only long texts need the exact count
        if (request.content().length() * 3L <= config.maxContentBytes()) return;
        if (request.content().getBytes(StandardCharsets.UTF_8).length > config.maxContentBytes()) {
            throw Problem.tooLarge("content is over " + config.maxContentBytes() + " bytes; send it as a file");
        }
    }

    private static String key(UUID id, GroupSendRequest request, @Nullable String idempotencyKey) {
        if (request.messageId() != null) return MessageIds.keyOfId(request.messageId());
        return idempotencyKey == null ? MessageIds.keyOfServer(id) : MessageIds.keyOfHeader(idempotencyKey);
    }

    /**
     * Before ids were derived from the group too, an idempotency key gave an id of its sender; retries of such requests
     * may still come.
     */
    private static @Nullable String formerId(GroupSendRequest request, @Nullable String idempotencyKey) {
        if (request.messageId() != null || idempotencyKey == null) return request.messageId();
        var input = "group\n" + request.fromPeerId() + '\n' + idempotencyKey;
        var digest = sha256().digest(input.getBytes(StandardCharsets.UTF_8));
        return "key-" + HexFormat.of().formatHex(digest).substring(0, KEYED_ID_HEX);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
