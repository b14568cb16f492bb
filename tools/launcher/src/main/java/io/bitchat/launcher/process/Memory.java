package io.bitchat.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Memory figures from Linux, in bytes; absent on other systems. */
public final class Memory {
    /** Memory that must be available for the suite. */
    public static final long NEEDED = 2L << 30;

    private static final long KIB = 1024;

    private Memory() {}

    /** Memory available to programs without swapping. */
    public static OptionalLong available() {
        return kilobytes(Path.of("/proc/meminfo"), "MemAvailable:");
    }

    /** Memory of a process and its descendants; 0 if unknown. */
    public static long resident(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(each -> residentAlone(each.pid()))
                .sum();
    }

    /**
     * Proportional set size, which counts shared pages once over all processes; resident set size if the kernel does
     * not report it.
     */
    public static long residentAlone(long pid) {
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
