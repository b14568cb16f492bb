package io.bitchat.files.verdict;

import io.bitchat.contracts.files.FileEvent.ChunksChecked;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sums up which peers sent chunks with the right hash and which did not, and publishes the sums once a second. They move
 * trust and nothing else, so those of the last second may be lost in a crash.
 */
@ApplicationScoped
public class ChunkVerdicts {
    /** Beyond so many peers and files a second, further ones are not summed up. */
    private static final int MAX_WAITING = 10_000;

    private static final int MAX_PUBLISHED = 500;

    private final Transactions transactions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Map<Sender, Sum> waiting = new ConcurrentHashMap<>();

    ChunkVerdicts(Transactions transactions, Outbox outbox, InstantSource clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
    }

    private record Sender(String fileId, String peerId) {}

    private record Sum(int valid, int invalid) {
        Sum plus(Sum other) {
            return new Sum(valid + other.valid(), invalid + other.invalid());
        }
    }

    /** The peer has sent a chunk whose hash is another than the one that it, or the file's list, declares. */
    public void invalid(String fileId, String peerId) {
        add(new Sender(fileId, peerId), new Sum(0, 1));
    }

    /** The peer has served so many chunks, and each had the right hash. */
    public void valid(String fileId, String peerId, int chunks) {
        add(new Sender(fileId, peerId), new Sum(chunks, 0));
    }

    private void add(Sender sender, Sum sum) {
        if (waiting.size() < MAX_WAITING || waiting.containsKey(sender)) waiting.merge(sender, sum, Sum::plus);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> publish() {
        var sums = taken();
        if (sums.isEmpty()) return Uni.createFrom().voidItem();
        var now = clock.instant();
        var entries = sums.entrySet().stream()
                .map(entry -> new Outbox.Entry(event(entry.getKey(), entry.getValue(), now), TraceContext.start()))
                .toList();
        return transactions
                .run(connection -> outbox.append(connection, entries))
                .onFailure()
                .invoke(failure -> {
                    Log.debugf("verdicts not published, retrying later count=%d cause=%s", sums.size(), failure);
                    sums.forEach(this::add);
                })
                .onFailure()
                .recoverWithNull();
    }

    private Map<Sender, Sum> taken() {
        var sums = new LinkedHashMap<Sender, Sum>();
        for (var sender : waiting.keySet()) {
            if (sums.size() == MAX_PUBLISHED) break;
            var sum = waiting.remove(sender);
            if (sum != null) sums.put(sender, sum);
        }
        return sums;
    }

    private static ChunksChecked event(Sender sender, Sum sum, Instant now) {
        return new ChunksChecked(sender.fileId(), now, sender.peerId(), sum.valid(), sum.invalid());
    }
}
