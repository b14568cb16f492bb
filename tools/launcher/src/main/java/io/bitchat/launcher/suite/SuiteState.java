package io.bitchat.launcher.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.bitchat.embedded.ProcessTermination;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The running suite, for other commands and programs: {@code <data>/run/suite.json}.
 *
 * @param ports ports by process name
 * @param pids process ids by process name, including {@value #LAUNCHER}; a process that is being restarted is absent
 * @param started start times in epoch milliseconds by process name; with the pid they identify a process uniquely
 * @param urls addresses for clients
 */
public record SuiteState(
        Map<String, Integer> ports, Map<String, Long> pids, Map<String, Long> started, Map<String, String> urls) {
    public static final String LAUNCHER = "launcher";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static SuiteState of(SuiteConfig config, Map<String, Long> running) {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put(LAUNCHER, ProcessHandle.current().pid());
        pids.putAll(running);
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (Endpoint endpoint : config.endpoints()) {
            ports.put(endpoint.label(), config.port(endpoint));
        }
        Map<String, Long> started = new LinkedHashMap<>();
        pids.forEach((name, pid) -> startOf(pid).ifPresent(start -> started.put(name, start.toEpochMilli())));
        return new SuiteState(ports, pids, started, urls(config));
    }

    public static Optional<SuiteState> read(SuiteFiles files) {
        if (!Files.exists(files.state())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(files.state().toFile(), SuiteState.class));
        } catch (IOException e) {
            throw new SuiteException("state file " + files.state() + " is not readable (" + e.getMessage()
                    + "); remove it if nothing runs");
        }
    }

    /** Returns true if the suite has such a process, running or not. */
    public boolean has(Endpoint endpoint) {
        return ports.containsKey(endpoint.label());
    }

    /** Replaces the file atomically, so readers never see a partial state. */
    void write(SuiteFiles files) {
        Path fresh = files.state().resolveSibling("suite.json.new");
        try {
            JSON.writeValue(fresh.toFile(), this);
            Files.move(fresh, files.state(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SuiteException("cannot write " + files.state() + " (" + e + "); is the disk full?", e);
        }
    }

    /** The process if it is alive and its start time matches, because pids are reused. */
    public Optional<ProcessHandle> process(String name) {
        return Optional.ofNullable(pids.get(name))
                .flatMap(ProcessHandle::of)
                .filter(ProcessTermination::isRunning)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(start -> start.toEpochMilli() == started.getOrDefault(name, start.toEpochMilli()))
                        .orElse(true));
    }

    private static Optional<Instant> startOf(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
    }

    /** {@code localhost} if that reaches the gateway, because people type it. */
    public static String apiHost(SuiteConfig config) {
        String host = config.hostOf(Endpoint.GATEWAY);
        return host.equals(SuiteConfig.LOOPBACK) ? "localhost" : host;
    }

    /** The readiness endpoint of a process. */
    public URI healthOf(Endpoint endpoint) {
        String base = endpoint == Endpoint.GATEWAY && urls.containsKey("api")
                ? urls.get("api")
                : "http://" + SuiteConfig.LOOPBACK + ":" + ports.getOrDefault(endpoint.label(), endpoint.defaultPort());
        return URI.create(base + "/q/health/ready");
    }

    private static Map<String, String> urls(SuiteConfig config) {
        Map<String, String> urls = new LinkedHashMap<>();
        urls.put("api", "http://" + apiHost(config) + ":" + config.port(Endpoint.GATEWAY));
        urls.put("kafka", "localhost:" + config.port(Endpoint.KAFKA));
        if (config.has(Endpoint.OBJECT_STORE)) {
            urls.put("s3", "http://localhost:" + config.port(Endpoint.OBJECT_STORE));
        }
        urls.put("postgres", "postgresql://bitchat@localhost:" + config.port(Endpoint.POSTGRES) + "/bitchat");
        return urls;
    }
}
