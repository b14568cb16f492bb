package io.bitchat.edge.router;

import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Senders that wait to hear what became of their messages. Confined to the router's thread. */
final class Answers {
    private final Map<Pair, Map<MessageKey, CompletableFuture<Receipt>>> waiting = new HashMap<>();

    private record Pair(String sender, String receiver) {
        static Pair of(MessageKey key) {
            return new Pair(key.sender(), key.receiver());
        }
    }

    /** Of two who send the same message at once the later one waits for the answer; the other hears that it waits. */
    void add(MessageKey key, CompletableFuture<Receipt> answer) {
        var before = waiting.computeIfAbsent(Pair.of(key), _ -> new LinkedHashMap<>())
                .put(key, answer);
        if (before != null) before.complete(new Receipt.Queued(ReasonCode.WAITS_ITS_TURN));
    }

    void give(MessageKey key, Receipt receipt) {
        var answer = remove(key);
        if (answer != null) answer.complete(receipt);
    }

    /** Answers unless that has happened. */
    void late(MessageKey key, CompletableFuture<Receipt> answer) {
        if (!answer.complete(new Receipt.Queued(ReasonCode.WAITS_ITS_TURN))) return;
        var ofPair = waiting.get(Pair.of(key));
        if (ofPair != null && ofPair.get(key) == answer) remove(key);
    }

    private @Nullable CompletableFuture<Receipt> remove(MessageKey key) {
        var pair = Pair.of(key);
        var ofPair = waiting.get(pair);
        if (ofPair == null) return null;
        var answer = ofPair.remove(key);
        if (ofPair.isEmpty()) waiting.remove(pair);
        return answer;
    }

    /** The messages of the same sender to the same receiver whose senders wait. */
    List<MessageKey> besides(MessageKey key) {
        return List.copyOf(waiting.getOrDefault(Pair.of(key), Map.of()).keySet());
    }

    void giveAll(Receipt receipt) {
        var all = List.copyOf(waiting.values());
        waiting.clear();
        all.forEach(ofPair -> ofPair.values().forEach(answer -> answer.complete(receipt)));
    }
}
