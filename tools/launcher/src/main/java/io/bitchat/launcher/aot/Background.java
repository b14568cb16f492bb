package io.bitchat.launcher.aot;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Work that gives way to everything else on the machine. */
public final class Background {
    private static final double BUSY = 0.5;
    private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Whether more than half of the processors' time was free since the last call. */
    public boolean isIdle() {
        return system.getCpuLoad() < BUSY;
    }

    /** The same command with the lowest priority, where {@code nice} exists. */
    public static List<String> command(List<String> command) {
        return NICE.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(nice -> Stream.concat(Stream.of(nice.toString(), "-n", "19"), command.stream())
                        .toList())
                .orElse(command);
    }
}
