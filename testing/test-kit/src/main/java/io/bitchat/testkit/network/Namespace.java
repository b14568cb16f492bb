package io.bitchat.testkit.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host of {@link NetworkNamespaces}. */
public final class Namespace {
    private static final int MOST_PROCESSES = 64;
    private static final int END_SECONDS = 10;
    /** Of the interface to the bridge. */
    public static final String INTERFACE = "eth0";

    private final String name;
    private final String id;
    private final List<Process> processes = new ArrayList<>();
    private @Nullable String address;

    Namespace(String name, String id) {
        this.name = name;
        this.id = id;
    }

    public String name() {
        return name;
    }

    /** Name of the namespace for {@code ip netns}. */
    public String id() {
        return id;
    }

    /**
     * IPv4 address on the bridge.
     *
     * @throws IllegalStateException if it is not connected
     */
    public String address() {
        var known = address;
        if (known == null) throw new IllegalStateException(name + " is not connected");
        return known;
    }

    void create() {
        Shell.run("ip", "netns", "add", id);
        ip("link", "set", "lo", "up");
    }

    void connect(String hub, String bridge, String port, String own) {
        ip("link", "add", INTERFACE, "type", "veth", "peer", "name", port, "netns", hub);
        Shell.run("ip", "-n", hub, "link", "set", port, "master", bridge, "up");
        ip("addr", "add", own + "/24", "dev", INTERFACE);
        ip("link", "set", INTERFACE, "up");
        address = own;
    }

    /** The cable is out: the interface is down, and keeps its address. */
    public void cut() {
        ip("link", "set", INTERFACE, "down");
    }

    /** Ends {@link #cut}. */
    public void restore() {
        ip("link", "set", INTERFACE, "up");
    }

    /**
     * A share of the datagrams that arrive is lost, at random.
     *
     * @param probability 0 to 1
     */
    public void loseDatagrams(double probability) {
        iptables(
                "-A",
                "INPUT",
                "-i",
                INTERFACE,
                "-p",
                "udp",
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                String.format(Locale.ROOT, "%.3f", probability),
                "-j",
                "DROP");
    }

    /** Changes the firewall, for example {@code -A INPUT -p udp --dport 9999 -j DROP}. */
    public void iptables(String... rule) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", id, "iptables", "-w"));
        command.addAll(List.of(rule));
        Shell.run(command);
    }

    /** Removes all rules of the firewall. */
    public void openFirewall() {
        iptables("-F");
    }

    void dropAllOf(Namespace other) {
        iptables("-I", "INPUT", "-s", other.address(), "-j", "DROP");
    }

    void takeAllOf(Namespace other) {
        iptables("-D", "INPUT", "-s", other.address(), "-j", "DROP");
    }

    private void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", id));
        command.addAll(List.of(arguments));
        Shell.run(command);
    }

    /**
     * Starts a process in the namespace; it is ended with the namespace at the latest. It has no standard input.
     *
     * @param output takes standard output and standard error
     * @throws IllegalStateException if {@value #MOST_PROCESSES} run already
     */
    public Process start(Path output, List<String> command) throws IOException {
        processes.removeIf(process -> !process.isAlive());
        if (processes.size() >= MOST_PROCESSES) throw new IllegalStateException("too many processes in " + name);
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", id));
        all.addAll(command);
        var process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        processes.add(process);
        return process;
    }

    /** Starts a main class with the class path of this JVM. */
    public Process startJava(Path output, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return start(output, command);
    }

    void endProcesses() {
        for (var process : processes) {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
        try {
            for (var process : processes) process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        processes.clear();
    }
}
