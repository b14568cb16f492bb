package io.bitchat.transport.outbox;

import io.bitchat.transport.ReasonCode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the queue holds, in all and of each depositor, against its limits. */
final class Budget {
    private final OutboxLimits limits;
    private final Use total = new Use();
    private final Map<String, Use> byDepositor = new HashMap<>();

    private static final class Use {
        int messages;
        long bytes;

        void add(int count, long size) {
            messages += count;
            bytes += size;
        }
    }

    Budget(OutboxLimits limits) {
        this.limits = limits;
    }

    /** The limit that one more message of this size would exceed; null if there is room. */
    @Nullable
    ReasonCode exceeded(String depositor, int bytes) {
        var own = byDepositor.getOrDefault(depositor, new Use());
        if (own.messages >= limits.depositorMessages()) return ReasonCode.DEPOSITOR_FULL_MESSAGES;
        if (own.bytes + bytes > limits.depositorBytes()) return ReasonCode.DEPOSITOR_FULL_BYTES;
        if (total.messages >= limits.messages()) return ReasonCode.QUEUE_FULL_MESSAGES;
        return total.bytes + bytes > limits.bytes() ? ReasonCode.QUEUE_FULL_BYTES : null;
    }

    void add(Entry entry) {
        total.add(1, entry.bytes());
        byDepositor.computeIfAbsent(entry.depositor(), _ -> new Use()).add(1, entry.bytes());
    }

    void remove(Entry entry) {
        total.add(-1, -entry.bytes());
        byDepositor.computeIfPresent(entry.depositor(), (_, use) -> {
            use.add(-1, -entry.bytes());
            return use.messages == 0 ? null : use;
        });
    }

    int depositors() {
        return byDepositor.size();
    }

    int messages() {
        return total.messages;
    }

    long bytes() {
        return total.bytes;
    }
}
