package io.bitchat.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshSetupTest {
    @Test
    void contactsAreAddressesWithPorts() {
        assertThat(MeshSetup.contacts(List.of("192.168.1.20:7000", " 10.8.0.5:1")))
                .containsExactly(new Endpoint(Ipv4.of("192.168.1.20"), 7_000), new Endpoint(Ipv4.of("10.8.0.5"), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "roof:7000", "192.168.1.20", "192.168.1.20:0", "192.168.1.20:70000", "[::1]:7000"})
    void whatIsNoAddressIsRefusedByTheNameOfTheSetting(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeshSetup.contacts(List.of("10.8.0.5:7000", text)))
                .withMessageContaining("bitchat.edge.contacts has '" + text + "'");
    }

    @Test
    void thereAreAtMost64() {
        var all = IntStream.rangeClosed(1, 65).mapToObj(i -> "10.8.0.5:" + i).toList();

        assertThat(MeshSetup.contacts(all.subList(0, 64))).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeshSetup.contacts(all))
                .withMessageContaining("bitchat.edge.contacts names 65");
    }
}
