package io.bitchat.messages.send;

import io.bitchat.contracts.transport.InboundEvent.Received;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores messages that edge nodes have brought, by the same rules as those that a client sends. They do not count
 * against the rate limit of the sender, since the suite has acknowledged them to the node already.
 */
@ApplicationScoped
public class CarriedMessages {
    private static final int TOO_LARGE = 413;

    private final Drafts drafts;
    private final Validator validator;
    private final Sending sending;

    CarriedMessages(Drafts drafts, Validator validator, Sending sending) {
        this.drafts = drafts;
        this.validator = validator;
        this.sending = sending;
    }

    /**
     * A message that will never be stored.
     *
     * @param reason stable code
     */
    public record Refused(Received message, String reason) {}

    /**
     * Stores messages in the order given. It may be repeated after a failure; what is stored is not stored twice.
     *
     * @return the messages that were refused
     */
    public Uni<List<Refused>> store(List<Received> messages) {
        var refused = new ArrayList<Refused>();
        var accepted = new ArrayList<Received>();
        var valid = new ArrayList<Draft>();
        for (var message : messages) {
            try {
                valid.add(draft(message));
                accepted.add(message);
            } catch (Problem problem) {
                refused.add(new Refused(message, problem.status() == TOO_LARGE ? "too_large" : "invalid"));
            }
        }
        return sending.sendTogether(valid).map(outcomes -> {
            for (int i = 0; i < outcomes.size(); i++) {
                var message = accepted.get(i);
                reasonOf(outcomes.get(i)).ifPresent(reason -> refused.add(new Refused(message, reason)));
            }
            return refused;
        });
    }

    private Draft draft(Received message) {
        var request = new SendRequest(
                message.peerId(),
                message.toPeerId(),
                null,
                message.content(),
                message.encryptionAlgorithm(),
                message.nonce(),
                message.ttlSeconds(),
                message.messageId());
        if (message.hopCount() < 1) throw Problem.invalid("hop_count", "must be at least 1");
        for (var violation : validator.validate(request)) {
            throw Problem.invalid(violation.getPropertyPath().toString(), violation.getMessage());
        }
        return drafts.draft(request, null, TraceContext.start())
                .via(new Draft.Passage(message.node(), message.hopCount(), message.unverified()));
    }

    private static Optional<String> reasonOf(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted _, SendOutcome.Repeated _ -> Optional.empty();
            case SendOutcome.IdTaken _ -> Optional.of("id_taken");
            case SendOutcome.IdReserved _ -> Optional.of("id_reserved");
            case SendOutcome.PeerRetired _ -> Optional.of("peer_retired");
            case SendOutcome.UnknownPeer _ -> Optional.of("unknown_peer");
        };
    }
}
