package io.bitchat.launcher.doctor;

import io.bitchat.embedded.FreePorts;
import io.bitchat.launcher.process.Memory;
import io.bitchat.launcher.process.PortOwner;
import io.bitchat.launcher.suite.Endpoint;
import io.bitchat.launcher.suite.Preflight;
import io.bitchat.launcher.suite.SuiteConfig;
import io.bitchat.launcher.suite.SuiteFiles;
import io.bitchat.launcher.suite.SuiteState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of the machine, with or without a running suite. */
final class MachineChecks {
    private static final int JDK = 25;
    private static final long MIN_DESCRIPTORS = 4096;
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final SuiteFiles files;
    private final Optional<SuiteState> state;

    MachineChecks(SuiteFiles files, Optional<SuiteState> state) {
        this.files = files;
        this.state = state;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>(List.of(jdk(), folder(), disk(), memory(), descriptors(), clock()));
        for (Endpoint endpoint : Endpoint.values()) {
            if (isWanted(endpoint)) {
                findings.add(port(endpoint));
            }
        }
        return findings;
    }

    private boolean isWanted(Endpoint endpoint) {
        return state.map(known -> known.has(endpoint)).orElse(endpoint != Endpoint.OBJECT_STORE);
    }

    private static Finding jdk() {
        String version = Runtime.version() + " in " + System.getProperty("java.home");
        return Runtime.version().feature() >= JDK
                ? Finding.ok("JDK", version)
                : Finding.fail("JDK", version, "install a JDK " + JDK + " or newer");
    }

    private Finding folder() {
        Path nearest = nearestExisting();
        return Files.isWritable(nearest)
                ? Finding.ok("data folder", files.data() + " is writable")
                : Finding.fail(
                        "data folder", nearest + " is not writable", "change its owner, or use --data / BITCHAT_DATA");
    }

    private Finding disk() {
        try {
            long free = Files.getFileStore(nearestExisting()).getUsableSpace();
            String detail = (free >> 20) + " MB free";
            return free >= Preflight.MIN_DISK_BYTES
                    ? Finding.ok("disk", detail)
                    : Finding.fail("disk", detail, "free space up to 1 GB, or use --data / BITCHAT_DATA");
        } catch (IOException e) {
            return Finding.fail("disk", String.valueOf(e.getMessage()), "choose another folder with --data");
        }
    }

    private Finding memory() {
        long free = Memory.available().orElse(Memory.NEEDED);
        String detail = (free >> 20) + " MB available";
        return free >= Memory.NEEDED || state.isPresent()
                ? Finding.ok("memory", detail)
                : Finding.warn("memory", detail, "the suite wants 2048; close other programs");
    }

    private static Finding descriptors() {
        long limit = descriptorLimit();
        return limit >= MIN_DESCRIPTORS
                ? Finding.ok("open files", "limit " + limit)
                : Finding.warn("open files", "limit " + limit, "ulimit -n 65536, for many sockets");
    }

    private static long descriptorLimit() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.replaceFirst("Max open files +", "").replaceFirst(" .*", ""))
                    .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Detects a clock that was set back by files with a future timestamp. A wrong clock breaks message order and token
     * lifetimes.
     */
    private Finding clock() {
        Instant now = Instant.now();
        try {
            Path newest = Files.exists(files.state()) ? files.state() : nearestExisting();
            Instant written = Files.getLastModifiedTime(newest).toInstant();
            return written.isAfter(now.plus(CLOCK_TOLERANCE))
                    ? Finding.fail("clock", newest + " is from the future: " + written, "set the clock; use NTP")
                    : Finding.ok("clock", now.toString());
        } catch (IOException e) {
            return Finding.warn("clock", "cannot be compared: " + e.getMessage(), "is the data folder readable?");
        }
    }

    private Finding port(Endpoint endpoint) {
        Map<String, Integer> ports = state.map(SuiteState::ports).orElse(Map.of());
        int port;
        try {
            port = ports.getOrDefault(endpoint.label(), configured(endpoint));
        } catch (NumberFormatException e) {
            return Finding.fail(
                    "port of " + endpoint.label(),
                    endpoint.variable() + "=" + System.getenv(endpoint.variable()) + " is not a number",
                    "set it to a port from 1 to 65535, or unset it");
        }
        String subject = "port " + port + " (" + endpoint.label() + ")";
        if (state.flatMap(known -> known.process(endpoint.label())).isPresent()) {
            return Finding.ok(subject, "used by our " + endpoint.label());
        }
        if (FreePorts.isFree(SuiteConfig.LOOPBACK, port)) {
            return Finding.ok(subject, "free");
        }
        String owner = PortOwner.find(port)
                .map(who -> "process " + who.pid() + " (" + who.program() + ")")
                .orElse("another program");
        return Finding.fail(subject, "used by " + owner, "stop that, or use " + endpoint.flag() + " or --auto-ports");
    }

    private static int configured(Endpoint endpoint) {
        String variable = System.getenv(endpoint.variable());
        return variable == null ? endpoint.defaultPort() : Integer.parseInt(variable);
    }

    private Path nearestExisting() {
        Path folder = files.data();
        for (Path next = folder; next != null; next = next.getParent()) {
            if (Files.exists(next)) {
                return next;
            }
        }
        return folder;
    }
}
