package io.bitchat.bench.suite;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The driver's own share of the processors, which the suite cannot use. */
public final class ProcessorShare {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long startNanos = System.nanoTime();
    private final long startCpu = SYSTEM.getProcessCpuTime();

    private ProcessorShare() {}

    public static ProcessorShare start() {
        return new ProcessorShare();
    }

    /** Percent of all cores since the start. */
    public double percent() {
        double available = (double) (System.nanoTime() - startNanos) * SYSTEM.getAvailableProcessors();
        return 100.0 * (SYSTEM.getProcessCpuTime() - startCpu) / available;
    }
}
