package io.bitchat.edge.mesh;

import io.bitchat.edge.adapter.SendResult;
import io.bitchat.transport.MessageKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Messages that were given to a peer which has not answered yet. Safe from any thread. */
final class InFlight {
    private static final int MAX_WAITING = 10_000;

    private final Map<MessageKey, Sent> waiting = new ConcurrentHashMap<>();

    /**
     * One of them.
     *
     * @param to peer that it was given to
     * @param forwarded whether {@code to} is to name the sender in its answer
     */
    record Sent(String to, boolean forwarded, CompletableFuture<SendResult> done) {
        Sent(String to, boolean forwarded) {
            this(to, forwarded, new CompletableFuture<>());
        }
    }

    /** False if too many wait. */
    boolean add(MessageKey key, Sent sent) {
        if (waiting.size() >= MAX_WAITING) return false;
        var before = waiting.put(key, sent);
        if (before != null) before.done().complete(new SendResult.Failed("abandoned"));
        return true;
    }

    /** The peer that a message was given to; null if it was answered or never sent. */
    @Nullable
    String holder(MessageKey key) {
        var sent = waiting.get(key);
        return sent == null ? null : sent.to();
    }

    /**
     * Takes an answer that its sender has signed. Only the peer that a message was given to may answer: else anybody could
     * make the sender forget it.
     *
     * @param by sender of the answer
     * @return whether it is the answer to a message that waits
     */
    boolean answered(MeshFrame.Answers answer, String by) {
        var sent = waiting.get(answer.key());
        if (sent == null || !sent.to().equals(by) || sent.forwarded() != answer.forwarded()) return false;
        return end(
                answer.key(),
                sent,
                answer.acknowledged() ? new SendResult.Acknowledged() : new SendResult.Failed("refused"));
    }

    /** Ends one attempt; a later one with the same key goes on. */
    boolean end(MessageKey key, Sent sent, SendResult result) {
        return waiting.remove(key, sent) && sent.done().complete(result);
    }

    void abandon(MessageKey key) {
        Optional.ofNullable(waiting.get(key)).ifPresent(sent -> end(key, sent, new SendResult.Failed("abandoned")));
    }

    /** What was on the link may have been lost with it; the sender tries again without waiting for an answer. */
    void lost(String peer) {
        endAll(sent -> sent.to().equals(peer), "link_lost");
    }

    void stopped() {
        endAll(_ -> true, "stopped");
    }

    private void endAll(Predicate<Sent> which, String code) {
        waiting.forEach((key, sent) -> {
            if (which.test(sent)) end(key, sent, new SendResult.Failed(code));
        });
    }
}
