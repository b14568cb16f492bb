package io.bitchat.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class ClientAddressFuzzTest {
    /** A text that is no address is used as it is; an IPv6 address is shortened to its network. */
    @FuzzTest
    void alwaysHasAKey(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);

        var address = ClientAddress.of(text);

        if (!address.key().equals(text)) assertThat(address.key()).matches("[0-9a-f]{16}/64");
        assertThat(ClientAddress.of(text)).isEqualTo(address);
    }
}
