package io.bitchat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What all processors of the machine have done until now. Where they are never idle, a figure tells of the queue before them
 * rather than of what is measured.
 *
 * @param idle in ticks; 0 of 0 where the system does not tell
 * @param all in ticks
 */
record ProcessorTime(long idle, long all) {
    private static final Path STAT = Path.of("/proc/stat");
    /** proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; what follows is in user already. */
    private static final int FIELDS = 8;

    private static final int IDLE = 3;

    static ProcessorTime now() {
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

    /** The part of the time between them that nobody wanted, 0 to 1; not a number where it is not known. */
    double idleSince(ProcessorTime before) {
        return all == before.all ? Double.NaN : (double) (idle - before.idle) / (all - before.all);
    }
}
