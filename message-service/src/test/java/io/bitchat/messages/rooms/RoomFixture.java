package io.bitchat.messages.rooms;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A room with clients on this side and the far end of their links on the other. */
abstract class RoomFixture {
    @Inject
    RoomConfig config;

    @Inject
    MeterRegistry metrics;

    final Vertx vertx = Vertx.vertx();
    final WebSocketClient clients = RoomClient.clients(vertx);
    final String suffix = "-" + UUID.randomUUID();
    final String alice = "alice" + suffix;
    final String room = "room" + suffix;
    final UUID transfer = UUID.randomUUID();
    FarEnd far;

    @BeforeEach
    void start() {
        far = new FarEnd(config.url());
    }

    @AfterEach
    void stop() {
        FarEnd.join(vertx.close());
        await().atMost(Duration.ofSeconds(10)).until(() -> links() == 0);
        far.close();
    }

    double links() {
        return metrics.get("bitchat.rooms.links").gauge().value();
    }

    RoomClient open() {
        return open(alice);
    }

    RoomClient open(String peerId) {
        return RoomClient.open(clients, peerId);
    }
}
