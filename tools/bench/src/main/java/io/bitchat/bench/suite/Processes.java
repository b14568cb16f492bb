package io.bitchat.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The memory and JVMs of the suite's processes. */
public final class Processes {
    private Processes() {}

    /** Resident memory of a process in KiB; 0 if it has ended. */
    public static long residentKb(long pid) {
        return field(Path.of("/proc/" + pid + "/status"), "VmRSS:");
    }

    /**
     * Memory in KiB by name, including children. Shared pages are divided among the processes that share them, so the
     * sum is the memory that the machine really uses.
     */
    public static Map<String, Long> proportionalKb(Map<String, Long> pids) {
        Set<Long> named = new HashSet<>(pids.values());
        Map<String, Long> sizes = new LinkedHashMap<>();
        pids.forEach((name, pid) -> sizes.put(name, withChildren(pid, named)));
        return sizes;
    }

    private static long withChildren(long pid, Set<Long> named) {
        long own = shareKb(pid);
        return own
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .map(ProcessHandle::pid)
                        .filter(child -> !named.contains(child))
                        .mapToLong(child -> withChildren(child, named))
                        .sum();
    }

    private static long shareKb(long pid) {
        long share = field(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
        return share > 0 ? share : residentKb(pid);
    }

    /** Makes a JVM collect its garbage, so that two readings compare live memory; false if that is not possible. */
    public static boolean collectGarbage(long pid) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long field(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException _) {
            return 0;
        }
        return 0;
    }
}
