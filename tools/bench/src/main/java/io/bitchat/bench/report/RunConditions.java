package io.bitchat.bench.report;

import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Processes;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The conditions that a figure depends on: the machine, its other load, and the settings of the run. */
public final class RunConditions {
    private static final double IDLE_MB = 2_048;

    private RunConditions() {}

    /** The machine and its load. */
    public static void machine(Report report) {
        report.condition(
                "machine",
                "%d cores, %s %s, Java %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.runtime.version")));
        report.condition("load average at the start", load());
    }

    public static void before(Driver driver, Report report, String phases) {
        machine(report);
        report.condition("phases", phases);
        report.condition("suite", driver.suite().api() + (driver.usesTokens() ? ", with tokens" : ", without tokens"));
        Map<String, Long> memory = Processes.proportionalKb(driver.suite().pids());
        if (!memory.isEmpty()) {
            long total = memory.values().stream().mapToLong(Long::longValue).sum();
            report.add(List.of(Figure.atMost("all processes, resident when idle", "MB", total / 1024.0, IDLE_MB)));
            memory.forEach((name, size) -> report.condition("memory of " + name, "%,d MB".formatted(size / 1024)));
        }
    }

    public static void after(Report report) {
        report.condition("load average at the end", load());
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.2f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
