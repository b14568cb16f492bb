package io.bitchat.messages;

import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the service does with its sockets when it is told to stop. */
@QuarkusTest
@RealServers
@TestProfile(SocketDrainTest.OfItsOwn.class)
class SocketDrainTest {
    /** A service that takes no more sockets is of no use to the tests after this one. */
    public static final class OfItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.shutdown.delay", "1s");
        }
    }

    private static final int SOCKETS = 450;
    /** Three quarters of the delay of the shutdown, without the pause after the last batch. */
    private static final Duration SPREAD = Duration.ofMillis(700);

    @Inject
    Event<ShutdownDelayInitiatedEvent> stop;

    @Test
    void socketsAreClosedOverTheDelayAndNoneIsOpened() throws Exception {
        var peer = someone("first");
        var sockets = new ArrayList<TestSocket>();
        for (int i = 0; i < SOCKETS; i++) sockets.add(TestSocket.open(i == 0 ? peer : someone("p" + i)));
        for (var socket : sockets) assertThat(socket.isQuiet()).isTrue();

        var begin = System.nanoTime();
        stop.fire(new ShutdownDelayInitiatedEvent());
        var refusal = TestSocket.refusal(someone("late"), "");
        for (var socket : sockets) assertThat(socket.closeCode()).isEqualTo(1012);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SPREAD);
        assertThat(refusal).isEqualTo(503);
        awaitShortLease(peer);
    }

    /** The peer is given a moment to connect again, and is not shown as offline before. */
    static void awaitShortLease(String peer) {
        for (int count = 2; ; count++) {
            var facts = Heard.about(PresenceEvent.TOPIC, peer, count);
            assertThat(facts).extracting(Heard.Fact::type).containsOnly("online");
            if (lease(facts.getLast()).compareTo(Duration.ofSeconds(10)) <= 0) return;
        }
    }

    private static Duration lease(Heard.Fact online) {
        return Duration.between(
                Instant.parse(online.value().path("at").asText()),
                Instant.parse(online.value().path("lease_until").asText()));
    }
}
