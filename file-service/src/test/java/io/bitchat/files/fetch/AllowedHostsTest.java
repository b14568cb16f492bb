package io.bitchat.files.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private static boolean allows(AllowedHosts hosts, String host, String address) {
        return hosts.objection(host, InetAddress.ofLiteral(address)).isEmpty();
    }

    @Test
    void nothingIsAllowedUnlessItIsNamed() {
        var none = new AllowedHosts(List.of(), false);

        assertThat(none.any()).isFalse();
        assertThat(allows(none, "site.example", "93.184.216.34")).isFalse();
        assertThat(allows(none, "localhost", "127.0.0.1")).isFalse();
    }

    @Test
    void thisMachineIsAllowedInOpenMode() {
        var open = new AllowedHosts(List.of(), true);

        assertThat(allows(open, "localhost", "127.0.0.1")).isTrue();
        assertThat(allows(open, "localhost", "::1")).isTrue();
        assertThat(allows(open, "localhost", "10.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.31.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fd00::1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "ff02::1"
            })
    void whatIsNotPublicIsNotMeantByTheStar(String address) {
        assertThat(allows(new AllowedHosts(List.of("*"), false), "innocent.example", address))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "2606:2800:220:1::1"})
    void whatIsPublicIsMeantByTheStar(String address) {
        assertThat(allows(new AllowedHosts(List.of("*"), false), "site.example", address))
                .isTrue();
    }

    @Test
    void aNameAnAddressAndARangeAreAllowed() {
        var hosts = new AllowedHosts(List.of("site-b.lan", "10.7.0.0/16", "fd00:7::/32", "192.168.1.9"), false);

        assertThat(allows(hosts, "SITE-B.lan", "192.168.1.1")).isTrue();
        assertThat(allows(hosts, "other", "10.7.255.1")).isTrue();
        assertThat(allows(hosts, "other", "10.8.0.1")).isFalse();
        assertThat(allows(hosts, "other", "fd00:7:1::1")).isTrue();
        assertThat(allows(hosts, "other", "fd00:8::1")).isFalse();
        assertThat(allows(hosts, "other", "192.168.1.9")).isTrue();
        assertThat(allows(hosts, "other", "192.168.1.8")).isFalse();
        assertThat(allows(hosts, "other", "93.184.216.34")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "name/8", "fd00::/-1"})
    void aRangeThatIsNoneIsRefused(String range) {
        assertThatThrownBy(() -> new AllowedHosts(List.of(range), false)).isInstanceOf(IllegalArgumentException.class);
    }
}
