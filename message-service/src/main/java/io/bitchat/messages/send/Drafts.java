package io.bitchat.messages.send;

import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Validates requests and turns them into drafts. */
@ApplicationScoped
class Drafts {
    private static final String DEFAULT_ALGORITHM = "AES-256-GCM";
    private static final int KEYED_ID_HEX = 40;

    private final SendConfig config;
    private final Ids ids;
    private final InstantSource clock;

    Drafts(SendConfig config, Ids ids, InstantSource clock) {
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    Draft draft(SendRequest request, @Nullable String idempotencyKey, TraceContext trace) {
        var recipient = recipientOf(request);
        checkContent(request);
        var id = ids.next();
        return new Draft(
                id,
                name(id, request, recipient, idempotencyKey),
                request.fromPeerId(),
                recipient,
                request.content(),
                request.encryptionAlgorithm() == null ? DEFAULT_ALGORITHM : request.encryptionAlgorithm(),
                request.nonce(),
                request.ttl() == null ? (int) config.defaultTtl().toSeconds() : request.ttl(),
                null,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                trace);
    }

    private static String recipientOf(SendRequest request) {
        if (request.toPeerId() != null && request.groupId() != null) {
            throw Problem.invalid("to_peer_id", "give either to_peer_id or group_id, not both");
        }
        if (request.toPeerId() == null) throw Problem.invalid("to_peer_id", "must not be null");
        return request.toPeerId();
    }

    private void checkContent(SendRequest request) {
        if (request.nonce() == null && config.requireNonce()) {
            throw Problem.invalid("nonce", "must not be null: encrypt the content and send the nonce with it");
        }
        // UTF-8 takes at most three bytes per char: only long texts need an exact count
        if (request.content().length() * 3L <= config.maxContentBytes()) return;
        if (request.content().getBytes(StandardCharsets.UTF_8).length > config.maxContentBytes()) {
            throw Problem.tooLarge("content is over " + config.maxContentBytes() + " bytes; send it as a file");
        }
    }

    private static MessageName name(UUID id, SendRequest request, String recipient, @Nullable String idempotencyKey) {
        var from = request.fromPeerId();
        checkPath(request.messageId());
        if (request.messageId() != null) return MessageName.chosen(from, recipient, request.messageId());
        if (idempotencyKey == null) return MessageName.random(id.toString());
        return MessageName.keyed(from, recipient, keyedId(from, idempotencyKey));
    }

    /** These ids would collide with the paths of inboxes and conversations in {@code GET /messages/<id>/trace}. */
    private static void checkPath(@Nullable String messageId) {
        if ("inbox".equals(messageId) || "conversation".equals(messageId)) {
            throw Problem.invalid("message_id", "'" + messageId + "' is reserved for API paths; choose another");
        }
    }

    /** Derives an id from sender and key, so that one unique index makes both kinds of sends idempotent. */
    private static String keyedId(String from, String idempotencyKey) {
        var digest = sha256().digest((from + '\n' + idempotencyKey).getBytes(StandardCharsets.UTF_8));
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
