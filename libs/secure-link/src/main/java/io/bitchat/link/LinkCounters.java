package io.bitchat.link;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counters of an endpoint, for all its event loops. */
final class LinkCounters {
    final LongAdder opened = new LongAdder();
    final LongAdder framesSent = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder framesReceived = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    private final Map<CloseReason, LongAdder> ended = Arrays.stream(CloseReason.values())
            .collect(Collectors.toMap(
                    Function.identity(),
                    _ -> new LongAdder(),
                    (first, _) -> first,
                    () -> new EnumMap<>(CloseReason.class)));

    void ended(CloseReason reason) {
        var adder = ended.get(reason);
        if (adder != null) adder.increment();
    }

    LinkMetrics snapshot() {
        var reasons = new EnumMap<CloseReason, Long>(CloseReason.class);
        ended.forEach((reason, count) -> reasons.put(reason, count.sum()));
        return new LinkMetrics(
                opened.sum(),
                reasons,
                new LinkMetrics.Traffic(framesSent.sum(), bytesSent.sum()),
                new LinkMetrics.Traffic(framesReceived.sum(), bytesReceived.sum()));
    }
}
