package io.bitchat.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void limitsThatCannotHoldAreRefused() {
        var config = LinkConfig.defaults();

        assertThatThrownBy(() -> config.withMaxFrameBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withMaxFrameBytes(1 << 24)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withOutboundQueueBytes(256 * 1024 + 63))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withRedial(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
