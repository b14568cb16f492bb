package io.bitchat.edge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.testkit.network.Namespace;
import io.bitchat.testkit.network.NeedsNamespaces;
import io.bitchat.testkit.network.NetworkNamespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsNamespaces
class LanScopeTest {
    @TempDir
    Path folder;

    /** Prints the networks of each scope. */
    static final class Networks {
        private Networks() {}

        public static void main(String... args) throws Exception {
            System.out.println(
                    "this machine " + new LanScope.ThisMachine().networks().size());
            System.out.println("all " + new LanScope.AllInterfaces().networks().size());
        }
    }

    @Test
    void aHostWhoseInterfacesAreAllDownHasNoNetworks() throws Exception {
        try (var net = new NetworkNamespaces()) {
            var host = net.addUnconnected("dark");
            run(host, "ip", "addr", "flush", "dev", "lo");
            run(host, "ip", "link", "set", "lo", "down");
            assertThat(networks(host)).containsExactly("this machine 0", "all 0");
        }
    }

    @Test
    void anInterfaceThatIsUpIsANetwork() throws Exception {
        try (var net = new NetworkNamespaces()) {
            assertThat(networks(net.add("host"))).containsExactly("this machine 1", "all 1");
        }
    }

    private List<String> networks(Namespace host) throws Exception {
        var said = folder.resolve("said");
        assertThat(host.startJava(said, Networks.class).waitFor()).isZero();
        return Files.readAllLines(said);
    }

    private void run(Namespace host, String... command) throws Exception {
        assertThat(host.start(folder.resolve("run"), List.of(command)).waitFor())
                .isZero();
    }
}
