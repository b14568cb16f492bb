package io.bitchat.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsNamespaces
class NetworkNamespacesTest {
    private static final int SENT = 1_000;

    @TempDir
    Path folder;

    private NetworkNamespaces net;

    @BeforeEach
    void make() {
        net = new NetworkNamespaces();
    }

    @AfterEach
    void remove() {
        net.close();
    }

    @Test
    void hostsReachEachOtherUnlessTheCableIsOut() throws Exception {
        var one = net.add("one");
        var other = net.add("other");
        start(other, "accept");

        assertThat(reaches(one, other)).isTrue();
        other.cut();
        assertThat(reaches(one, other)).isFalse();
        other.restore();
        assertThat(reaches(one, other)).isTrue();
    }

    @Test
    void twoAreApartWhileBothReachTheThird() throws Exception {
        var a = net.add("a");
        var b = net.add("b");
        var c = net.add("c");
        for (var host : List.of(a, b, c)) start(host, "accept");

        net.isolate(a, c);
        assertThat(List.of(reaches(a, c), reaches(c, a), reaches(a, b), reaches(b, c)))
                .containsExactly(false, false, true, true);

        net.partition(List.of(a), List.of(b));
        assertThat(List.of(reaches(a, b), reaches(b, a), reaches(b, c))).containsExactly(false, false, true);

        net.heal(List.of(a), List.of(b, c));
        assertThat(List.of(reaches(a, b), reaches(a, c), reaches(c, a))).containsOnly(true);
    }

    @Test
    void aShareOfTheDatagramsIsLost() throws Exception {
        var from = net.add("from");
        var to = net.add("to");

        assertThat(arrived(from, to)).isEqualTo(SENT);
        to.loseDatagrams(0.2);
        assertThat(arrived(from, to)).isBetween(700, 900);
        to.openFirewall();
        assertThat(arrived(from, to)).isEqualTo(SENT);
    }

    @Test
    void nothingIsLeftOfThem() throws Exception {
        var host = net.add("host");
        var process = start(host, "accept");
        assertThat(namespaces()).contains(host.id());

        net.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(namespaces())
                .noneMatch(
                        line -> line.startsWith(host.id().substring(0, host.id().lastIndexOf('-') + 1)));
    }

    @Test
    void whatAKilledJvmLeftIsRemovedByTheNext() throws Exception {
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        var left = "bitchat-" + dead.pid() + "-1-host";
        Shell.run("ip", "netns", "add", left);

        try (var _ = new NetworkNamespaces()) {
            assertThat(namespaces()).doesNotContain(left).anyMatch(line -> line.endsWith("-hub"));
        }
    }

    @Test
    void aNameIsUsedOnceAndOneWithoutCableHasNoAddress() {
        var alone = net.addUnconnected("alone");

        assertThatThrownBy(() -> net.add("alone")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(alone::address).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> alone.iptables("-A", "NOWHERE"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NOWHERE");
    }

    private static List<String> namespaces() {
        return Shell.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ")[0])
                .toList();
    }

    private int arrived(Namespace from, Namespace to) throws Exception {
        var counting = start(to, "count");
        start(from, "send", to.address(), Integer.toString(SENT));
        assertThat(counting.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Integer.parseInt(Files.readAllLines(folder.resolve(to.name())).getLast());
    }

    private Process start(Namespace host, String... arguments) throws Exception {
        var output = folder.resolve(host.name());
        var process = host.startJava(output, Sockets.class, arguments);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (process.isAlive() && !Files.readString(output).contains("ready")) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return process;
    }

    private boolean reaches(Namespace from, Namespace to) throws IOException, InterruptedException {
        var connect = ": < /dev/tcp/" + to.address() + "/" + Sockets.PORT;
        return from.start(folder.resolve("connect"), List.of("timeout", "1", "bash", "-c", connect))
                        .waitFor()
                == 0;
    }
}
