package io.bitchat.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.launcher.Launcher;
import io.bitchat.testkit.network.Namespace;
import io.bitchat.testkit.network.NeedsNamespaces;
import io.bitchat.testkit.network.NetworkNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bitchat doctor mesh} as a process in a network namespace. */
@NeedsNamespaces
class DoctorMeshCommandTest {
    private static final int HEALTHY = 0;
    private static final int SICK = 1;
    private static final int MISUSED = 2;

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

    private record Ended(int code, String output) {}

    @Test
    void aPeerThatIsWellIsShownAndNothingFails() throws Exception {
        var bob = startPeer("bob");

        var ended = run(net.add("host"), "--wait", "2");

        assertThat(ended.output()).satisfies(DoctorMeshCommandTest::fits).contains("ok    links: 1 of 1 accept TCP");
        assertThat(ended.output().lines().toList())
                .anyMatch(line -> line.matches("PEER +NAME +ADDRESS +CLOCK +TCP"))
                .anyMatch(line -> line.matches("bob +" + bob.address() + ":\\d+ +[+-]0\\.\\d s +answers"));
        assertThat(ended.code()).isEqualTo(HEALTHY);
    }

    @Test
    void aFirewallIsAFailureWithCommandsToOpenIt() throws Exception {
        startPeer("bob");
        var host = net.add("host");
        host.iptables("-A", "INPUT", "-p", "udp", "--dport", "9999", "-j", "DROP");

        var ended = run(host, "--wait", "1");

        assertThat(ended.output())
                .satisfies(DoctorMeshCommandTest::fits)
                .contains("FAIL  own beacon: beacons go out on eth0, but none comes back")
                .contains("\n          sudo nft insert rule inet filter input udp dport 9999 accept\n");
        assertThat(ended.code()).isEqualTo(SICK);
    }

    @Test
    void programsGetTheSameAsJson() throws Exception {
        var bob = startPeer("bob");

        var ended = run(net.add("host"), "--wait", "2", "--json", "--interface", "eth0", "--interface", "eth7");

        var root = new ObjectMapper().readTree(ended.output());
        assertThat(root.path("passed").asBoolean()).isTrue();
        assertThat(root.path("checks").findValuesAsText("check"))
                .containsExactly("interfaces", "group", "own beacon", "peers", "links", "clocks");
        assertThat(root.path("checks").get(0).path("detail").asText()).endsWith("not used: eth7 does not exist");
        var peer = root.path("peers").get(0);
        assertThat(peer.path("peer_id").asText()).isEqualTo("bob");
        assertThat(peer.path("address").asText()).startsWith(bob.address() + ":");
        assertThat(peer.path("tcp").asText()).isEqualTo("answers");
        assertThat(ended.code()).isEqualTo(HEALTHY);
    }

    @Test
    void aHostWithoutNetworkFailsUnlessThisMachineAloneIsMeant() throws Exception {
        var alone = net.addUnconnected("alone");

        assertThat(run(alone, "--wait", "1").code()).isEqualTo(SICK);
        var loopback = run(alone, "--wait", "1", "--loopback");

        assertThat(loopback.output()).contains("ok    own beacon: comes back on lo", "warn  peers: nobody heard");
        assertThat(loopback.code()).isEqualTo(HEALTHY);
    }

    @Test
    void wrongOptionsAreRefused() throws Exception {
        var host = net.addUnconnected("host");

        for (var options : List.of(
                List.of("--wait", "0"),
                List.of("--group", "10.0.0.1:9999"),
                List.of("--group", "224.0.0.1"),
                List.of("--node", "localhost:8085"),
                List.of("--node", "a b"),
                List.of("--node", "http://"),
                List.of("--loopback", "--interface", "eth0")))
            assertThat(run(host, options.toArray(String[]::new)).code())
                    .as("%s", options)
                    .isEqualTo(MISUSED);
    }

    private static void fits(String output) {
        assertThat(output.lines()).allMatch(line -> line.length() <= MeshReport.WIDTH);
    }

    private Namespace startPeer(String name) throws Exception {
        var host = net.add(name);
        var output = folder.resolve(name);
        var process = host.startJava(output, PlainPeer.class, name);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.readString(output).contains("ready")) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("starts")
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return host;
    }

    private Ended run(Namespace host, String... options) throws IOException, InterruptedException {
        var output = folder.resolve("said");
        var arguments = new ArrayList<>(List.of("doctor", "mesh"));
        arguments.addAll(List.of(options));
        var process = host.startJava(output, Launcher.class, arguments.toArray(String[]::new));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends").isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
