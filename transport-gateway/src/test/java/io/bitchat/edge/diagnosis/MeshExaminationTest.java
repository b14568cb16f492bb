package io.bitchat.edge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.edge.ConcurrentTest;
import io.bitchat.testkit.network.Namespace;
import io.bitchat.testkit.network.NeedsNamespaces;
import io.bitchat.testkit.network.NetworkNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each fault is made in a network namespace, and found there by a process. */
@NeedsNamespaces
class MeshExaminationTest {
    /** Longer than a node's pause between beacons. */
    private static final int WHOLE_INTERVAL = 6;

    private static final int SHORT = 2;
    /** Several processes start at the same time. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private NetworkNamespaces net;

    @BeforeEach
    void makeNetwork() {
        net = new NetworkNamespaces();
    }

    @AfterEach
    void removeNetwork() {
        net.close();
    }

    @ConcurrentTest
    void aHostWithLoopbackOnlyHasNoInterfaceForTheMesh() throws Exception {
        var said = examine(net.addUnconnected("alone"), SHORT);

        assertThat(said)
                .contains("FAIL INTERFACES no interface with multicast; lo is this machine only", "passed false")
                .anyMatch(line -> line.contains("sudo ip link set NAME up multicast on"))
                .noneMatch(line -> line.contains(" GROUP "));
    }

    @ConcurrentTest
    void aHostWithoutAnyInterfaceIsTheSame() throws Exception {
        var host = net.addUnconnected("dark");
        assertThat(host.start(output(host), List.of("ip", "link", "set", "lo", "down"))
                        .waitFor())
                .isZero();

        assertThat(examine(host, SHORT))
                .contains("passed false")
                .anyMatch(line -> line.startsWith("FAIL INTERFACES no interface with multicast"));
    }

    @ConcurrentTest
    void theProgramThatHoldsThePortIsNamed() throws Exception {
        var host = net.add("host");
        var holder = start(host, "hold", "9999");

        var said = examine(host, SHORT);

        assertThat(said)
                .contains("passed false")
                .anyMatch(line -> line.startsWith("FAIL GROUP 224.0.0.1:9999 cannot be joined on eth0: ")
                        && line.endsWith("port 9999 is held by process " + holder.pid() + " (java)"))
                .noneMatch(line -> line.contains("OWN_BEACON"));
    }

    @ConcurrentTest
    void aFirewallOfThisHostLetsNotEvenTheOwnBeaconComeBack() throws Exception {
        var host = net.add("host");
        start(net.add("peer"), "peer", "bob", "PT0S", "listening");
        host.iptables("-A", "INPUT", "-p", "udp", "--dport", "9999", "-j", "DROP");

        var said = examine(host, SHORT);

        assertThat(said)
                .contains("FAIL OWN_BEACON beacons go out on eth0, but none comes back, not even the own")
                .contains("passed false")
                .anyMatch(line -> line.contains("sudo ufw allow 9999/udp")
                        && line.contains("sudo firewall-cmd --add-port=9999/udp")
                        && line.contains("sudo nft insert rule inet filter input udp dport 9999 accept"))
                .noneMatch(line -> line.startsWith("peer "));
    }

    @ConcurrentTest
    void aFirewallThatLetsNothingOutIsTold() throws Exception {
        var host = net.add("host");
        host.iptables("-A", "OUTPUT", "-p", "udp", "--dport", "9999", "-j", "DROP");

        assertThat(examine(host, SHORT))
                .anyMatch(line -> line.startsWith("FAIL OWN_BEACON no beacon can be sent on eth0: "));
    }

    @ConcurrentTest
    void hostsThatTheNetworkKeepsApartHearNobodyButThemselves() throws Exception {
        var host = net.add("host");
        var other = net.add("other");
        start(other, "peer", "bob", "PT0S", "listening");
        net.isolate(host, other);

        var apart = examine(host, SHORT);
        net.reunite(host, other);
        var together = examine(host, SHORT);

        assertThat(apart)
                .contains("OK OWN_BEACON comes back on eth0")
                .contains("WARN PEERS beacons go out, but nobody on another machine was heard within 2 s")
                .anyMatch(line -> line.contains("AP isolation"))
                .anyMatch(line -> line.contains("IGMP snooping"));
        assertThat(together).contains("OK PEERS 1 heard within 2 s: bob (" + other.address() + ")", "passed true");
    }

    @ConcurrentTest
    void aPeerIsHeardWhoseTcpPortIsFirewalled() throws Exception {
        var other = net.add("other");
        start(other, "peer", "bob", "PT0S", "listening");
        other.iptables("-A", "INPUT", "-p", "tcp", "-j", "DROP");

        var said = examine(net.add("host"), SHORT);

        assertThat(said)
                .contains("peer bob " + other.address() + " SILENT", "passed false")
                .anyMatch(line -> line.matches("FAIL LINKS bob is heard, but TCP .* does not answer"))
                .anyMatch(line -> line.matches("-> .*firewall of that machine.*sudo ufw allow \\d+/tcp.*"));
    }

    @ConcurrentTest
    void aPeerIsHeardWhoseTcpPortIsClosed() throws Exception {
        var other = net.add("other");
        start(other, "peer", "bob", "PT0S", "closed");

        var said = examine(net.add("host"), SHORT);

        assertThat(said)
                .contains("peer bob " + other.address() + " REFUSED", "passed false")
                .anyMatch(line -> line.matches("FAIL LINKS bob is heard, but TCP .* refuses connections"));
    }

    @ConcurrentTest
    void clocksThatAreApartAreTold() throws Exception {
        start(net.add("late"), "peer", "late", "-PT5M", "listening");
        start(net.add("wrong"), "peer", "wrong", "PT9000H", "listening");

        var said = examine(net.add("host"), SHORT);

        assertThat(said)
                .contains("FAIL CLOCKS over 24 h apart, so that beacons are refused: wrong 374 days ahead")
                .contains("WARN CLOCKS over 1 min apart, so that lines are in a wrong order: late 5 min behind")
                .contains("passed false")
                .anyMatch(line -> line.contains("timedatectl set-ntp true"))
                .anyMatch(line -> line.matches("WARN REFUSED datagrams: \\d+ CLOCK_OFF from 10.77.0.2"));
    }

    @ConcurrentTest
    void twoNodesAreFoundAndNotDisturbed() throws Exception {
        var roof = net.add("roof");
        var cellar = net.add("cellar");
        start(roof, "node", "roof");
        start(cellar, "node", "cellar");
        await().atMost(SOON).until(() -> Files.readString(output(roof)).contains("PeerJoined"));

        var said = examine(net.add("host"), WHOLE_INTERVAL);

        assertThat(said)
                .contains("passed true", "OK LINKS 2 of 2 accept TCP connections", "OK CLOCKS less than a minute apart")
                .contains("peer roof " + roof.address() + " ANSWERS", "peer cellar " + cellar.address() + " ANSWERS")
                .noneMatch(line -> line.startsWith("WARN") || line.startsWith("FAIL"));
        // each has seen the other join, and nobody else
        for (var node : List.of(roof, cellar))
            assertThat(Files.readAllLines(output(node)))
                    .filteredOn(line -> line.startsWith("PeerJoined") || line.startsWith("PeerLeft"))
                    .hasSize(1);
    }

    private Process start(Namespace host, String... arguments) throws IOException {
        var process = host.startJava(output(host), Actor.class, arguments);
        await().atMost(SOON).until(() -> Files.readAllLines(output(host)).contains("ready"));
        return process;
    }

    private Path output(Namespace host) {
        return folder.resolve(host.name());
    }

    private List<String> examine(Namespace host, int seconds) throws Exception {
        var output = folder.resolve("said");
        var process = host.startJava(output, Examined.class, Integer.toString(seconds));
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
        var lines = Files.readAllLines(output);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }
}
