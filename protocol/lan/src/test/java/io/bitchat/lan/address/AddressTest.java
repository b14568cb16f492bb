package io.bitchat.lan.address;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Property
    void readsWhatItWrote(@ForAll int bits, @ForAll @IntRange(min = 1, max = 65_535) int port) {
        var endpoint = new Endpoint(new Ipv4(bits), port);

        assertThat(Endpoint.parse(endpoint.toString())).contains(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "01.2.3.4",
                "1.2.3.256",
                "1.2.3.-4",
                "0x1.2.3.4",
                "1.2.3.4 ",
                "localhost",
                "::1",
                "1.2.3.1000",
                "١.2.3.4"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(Ipv4.parse(text)).isEmpty();
        assertThat(Endpoint.parse(text + ":80")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.4",
                "1.2.3.4:",
                "1.2.3.4:0",
                "1.2.3.4:65536",
                "1.2.3.4:080",
                "1.2.3.4:+80",
                "1.2.3.4:80:80"
            })
    void refusesWhatIsNoPort(String text) {
        assertThat(Endpoint.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 24, 10.0.0.2,       true",
        "10.0.0.1, 24, 10.0.0.1,       true",
        "10.0.0.1, 24, 10.0.1.2,       false",
        "10.0.0.1, 24, 10.0.0.0,       false",
        "10.0.0.1, 24, 10.0.0.255,     false",
        "10.0.0.1, 31, 10.0.0.0,       true",
        "10.0.0.1, 32, 10.0.0.1,       true",
        "10.0.0.1, 32, 10.0.0.2,       false",
        "127.0.0.1, 8, 127.3.2.1,      true",
        "10.0.0.1, 0,  192.168.1.1,    true",
        "10.0.0.1, 0,  224.0.0.1,      false",
        "10.0.0.1, 0,  255.255.255.255, false",
    })
    void knowsWhoIsInANetwork(String own, int prefix, String address, boolean inside) {
        assertThat(new LocalNetwork("eth0", Ipv4.of(own), prefix).contains(Ipv4.of(address)))
                .isEqualTo(inside);
    }
}
