package io.bitchat.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Memory figures that Linux publishes; absent elsewhere. Bytes. */
final class Memory {
    /** What the suite needs beside other programs. */
    static final long NEEDED = 2L << 30;

    private static final long KIB = 1024;

    private Memory() {}

    /** What programs may still take without swapping. */
    static OptionalLong available() {
        return kilobytes(Path.of("/proc/meminfo"), "MemAvailable:");
    }

    /** What a process and its descendants hold in memory; 0 where that is not published. */
    static long resident(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(each -> residentAlone(each.pid()))
                .sum();
    }

    /** Pages that processes share count once in their sum where the kernel tells. */
    static long residentAlone(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        OptionalLong proportional = kilobytes(folder.resolve("smaps_rollup"), "Pss:");
        return (proportional.isPresent() ? proportional : kilobytes(folder.resolve("status"), "VmRSS:")).orElse(0);
    }

    private static OptionalLong kilobytes(Path file, String label) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(label))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }
}
