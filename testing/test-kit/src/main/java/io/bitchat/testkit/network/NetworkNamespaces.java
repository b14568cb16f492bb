package io.bitchat.testkit.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts of a local network on this machine: network namespaces, each with an interface {@code eth0} on one bridge. The
 * bridge has a namespace of its own, so that the firewall of this machine has no say and nothing leaves the machine.
 *
 * <p>All of it is removed by {@link #close}, or at the end of the JVM; what a killed JVM left is removed by the next one.
 * Needs root, {@code ip} and {@code iptables}. Not thread-safe.
 */
public final class NetworkNamespaces implements AutoCloseable {
    private static final String PREFIX = "bitchat-";
    private static final String BRIDGE = "br0";
    private static final int MOST = 250;
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String run = PREFIX + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + "-";
    private final String hub = run + "hub";
    private final Namespace atBridge = new Namespace("hub", hub);
    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::remove, "namespaces-end");
    private int addresses;

    /** Makes the bridge. */
    public NetworkNamespaces() {
        removeLeftovers();
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            Shell.run("ip", "netns", "add", hub);
            Shell.run("ip", "-n", hub, "link", "add", BRIDGE, "type", "bridge", "mcast_snooping", "0");
            Shell.run("ip", "-n", hub, "link", "set", BRIDGE, "up");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Why none can be made here; empty if they can. */
    public static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) return Optional.of("network namespaces need root");
        for (var command : List.of("ip", "iptables")) {
            try {
                Shell.run(command, "-V");
            } catch (RuntimeException _) {
                return Optional.of(command + " is not installed, which network namespaces need");
            }
        }
        var name = PREFIX + ProcessHandle.current().pid() + "-0-trial";
        try {
            Shell.run("ip", "netns", "add", name);
            Shell.run("ip", "netns", "del", name);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("network namespaces are not permitted here: " + e.getMessage());
        }
    }

    /** Adds a host on the bridge, with an address of 10.77.0.0/24. */
    public Namespace add(String name) {
        var added = addUnconnected(name);
        added.connect(hub, BRIDGE, "v" + ++addresses, "10.77.0." + addresses);
        return added;
    }

    /**
     * Adds a host that has a loopback interface only.
     *
     * @throws IllegalStateException if there is one of this name, or more than {@value #MOST}
     */
    public Namespace addUnconnected(String name) {
        if (namespaces.containsKey(name) || namespaces.size() >= MOST)
            throw new IllegalStateException("no room for " + name);
        var added = new Namespace(name, run + name);
        namespaces.put(name, added);
        added.create();
        return added;
    }

    /**
     * Runs a main class beside the bridge, where it can capture every frame between the hosts. It is ended with the network
     * at the latest.
     */
    public Process startJavaAtBridge(Path output, Class<?> main, String... arguments) throws IOException {
        return atBridge.startJava(output, main, arguments);
    }

    /** Two hosts do not hear each other any more, and all others hear both. Each call needs a {@link #reunite}. */
    public void isolate(Namespace one, Namespace other) {
        one.dropAllOf(other);
        other.dropAllOf(one);
    }

    /**
     * Ends {@link #isolate}.
     *
     * @throws IllegalStateException if the two were not isolated
     */
    public void reunite(Namespace one, Namespace other) {
        one.takeAllOf(other);
        other.takeAllOf(one);
    }

    /** No host of the one group and none of the other hear each other. */
    public void partition(List<Namespace> group, List<Namespace> others) {
        for (var one : group) for (var other : others) isolate(one, other);
    }

    /** Ends {@link #partition}. */
    public void heal(List<Namespace> group, List<Namespace> others) {
        for (var one : group) for (var other : others) reunite(one, other);
    }

    /** Ends all processes that were started in the namespaces and removes these. */
    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // the JVM ends
        }
    }

    private void remove() {
        List<RuntimeException> failures = new ArrayList<>();
        namespaces.values().forEach(Namespace::endProcesses);
        atBridge.endProcesses();
        List<String> names =
                new ArrayList<>(namespaces.values().stream().map(Namespace::id).toList());
        names.add(hub);
        var existing = existing();
        for (var name : names) {
            if (!existing.contains(name)) continue;
            try {
                Shell.run("ip", "netns", "del", name);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        namespaces.clear();
        if (!failures.isEmpty()) throw failures.getFirst();
    }

    private static List<String> existing() {
        return Shell.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ")[0])
                .toList();
    }

    private static void removeLeftovers() {
        for (var name : existing()) {
            if (!name.matches(PREFIX + "\\d+-.*")) continue;
            long pid = Long.parseLong(name.substring(PREFIX.length()).replaceFirst("-.*", ""));
            if (ProcessHandle.of(pid).isEmpty()) removeLeftover(name);
        }
    }

    private static void removeLeftover(String name) {
        try {
            Shell.run("ip", "netns", "del", name);
        } catch (IllegalStateException e) {
            // another JVM may have been faster
            if (existing().contains(name)) throw e;
        }
    }
}
