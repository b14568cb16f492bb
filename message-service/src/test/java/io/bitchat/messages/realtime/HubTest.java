package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class HubTest {
    private static final Duration SILENCE = Duration.ofSeconds(75);

    @Inject
    Hub hub;

    private final String alice = "alice-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();

    @Test
    void aSilentSocketIsClosedAndOneThatWasHeardOfIsNot() throws Exception {
        try (var silent = TestSocket.open(alice);
                var talking = TestSocket.open(bob)) {
            assertThat(silent.isQuiet()).isTrue();
            var between = Instant.now();
            assertThat(talking.isQuiet()).isTrue();

            hub.closeStale(between.plus(SILENCE), SILENCE);

            assertThat(silent.closeCode()).isEqualTo(4408);
            assertThat(talking.isQuiet()).isTrue();
        }
    }
}
