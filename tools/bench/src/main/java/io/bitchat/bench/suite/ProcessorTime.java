package io.bitchat.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Time counters of all processors of the machine. If the processors are never idle, a figure shows the queueing for
 * them more than the suite itself.
 *
 * @param idle idle time in ticks; both are 0 if unknown
 * @param all total time in ticks
 */
public record ProcessorTime(long idle, long all) {
    private static final Path STAT = Path.of("/proc/stat");
    /** proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; the later fields are included in user. */
    private static final int FIELDS = 8;

    private static final int IDLE = 3;

    public static ProcessorTime now() {
        try (Stream<String> lines = Files.lines(STAT)) {
            return of(lines.findFirst().orElse(""));
        } catch (IOException _) {
            return new ProcessorTime(0, 0);
        }
    }

    static ProcessorTime of(String line) {
        long[] ticks = Stream.of(line.trim().split("\\s+"))
                .skip(1)
                .limit(FIELDS)
                .mapToLong(Long::parseLong)
                .toArray();
        return ticks.length < FIELDS
                ? new ProcessorTime(0, 0)
                : new ProcessorTime(ticks[IDLE], LongStream.of(ticks).sum());
    }

    /** The idle share of the time between the two, 0 to 1; NaN if unknown. */
    public double idleSince(ProcessorTime before) {
        return all == before.all ? Double.NaN : (double) (idle - before.idle) / (all - before.all);
    }
}
