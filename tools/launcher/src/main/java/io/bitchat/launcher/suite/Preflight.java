package io.bitchat.launcher.suite;

import io.bitchat.embedded.FreePorts;
import io.bitchat.launcher.process.PortOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds reasons why a start would fail; each problem is one line with its remedy. */
public final class Preflight {
    public static final long MIN_DISK_BYTES = 1L << 30;

    private final SuiteConfig config;

    public Preflight(SuiteConfig config) {
        this.config = config;
    }

    /** Empty when the suite can start. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(missingPrograms());
        problems.addAll(ports());
        disk().ifPresent(problems::add);
        return problems;
    }

    /** Ports that are in use, or assigned to two processes. */
    private List<String> ports() {
        List<String> problems = new ArrayList<>();
        Map<Integer, Endpoint> seen = new HashMap<>();
        for (Endpoint endpoint : config.endpoints()) {
            int port = config.port(endpoint);
            Endpoint other = seen.putIfAbsent(port, endpoint);
            if (other != null) {
                problems.add("port " + port + " is assigned to both " + other.label() + " and " + endpoint.label()
                        + "; change one with " + other.flag() + " or " + endpoint.flag());
            } else if (!FreePorts.isFree(config.bindOf(endpoint), port)) {
                problems.add(taken(endpoint, port));
            }
        }
        return problems;
    }

    private static String taken(Endpoint endpoint, int port) {
        String owner = PortOwner.find(port)
                .map(who -> " by process " + who.pid() + " (" + who.program() + ")")
                .orElse("");
        return "port " + port + " for " + endpoint.label() + " is in use" + owner
                + "; stop that process, or choose another port with " + endpoint.flag() + " / " + endpoint.variable()
                + ", or let --auto-ports choose";
    }

    private List<String> missingPrograms() {
        return SuiteProcesses.programs(config).stream()
                .filter(jar -> !Files.exists(jar))
                .map(jar -> config.root().relativize(jar) + " is missing; build it with ./mvnw -DskipTests package")
                .toList();
    }

    private Optional<String> disk() {
        Path data = config.files().data();
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            return free >= MIN_DISK_BYTES
                    ? Optional.empty()
                    : Optional.of("only " + (free >> 20) + " MB are free on the disk of " + data
                            + ", 1 GB is needed; free some, or choose another folder with --data / BITCHAT_DATA");
        } catch (IOException e) {
            return Optional.of("the disk of " + data + " cannot be examined: " + e.getMessage());
        }
    }
}
