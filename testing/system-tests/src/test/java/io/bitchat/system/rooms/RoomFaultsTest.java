package io.bitchat.system.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.rooms.Chunking;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.SeededRandom;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Transfers in rooms go on, whatever the network and the services do. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class RoomFaultsTest {
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");
    private static final int CHUNK = 65_536;

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final String room = Client.someone("room");

    private MadeFile file(long size) {
        return new MadeFile(size, new Chunking(size, CHUNK));
    }

    private UUID offered(MadeFile file) {
        var offer = new HashMap<String, Object>(Map.of(
                "sender_id",
                alice,
                "receiver_id",
                bob,
                "filename",
                "made.bin",
                "file_size",
                file.chunking().size()));
        var answer = client.post("/rooms/" + room + "/file-transfer/offer", offer);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return UUID.fromString(answer.body().path("transfer_id").asText());
    }

    private void accept(UUID id) {
        var answer = client.post("/rooms/" + room + "/file-transfer/" + id + "/accept", Map.of("peer_id", bob));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    }

    private String status(UUID id) {
        var answer = client.get("/rooms/" + room + "/file-transfer/" + id + "/progress");
        return answer.body().path("status").asText()
                + answer.body().path("error").asText("");
    }

    @Test
    void aFileGoesThroughTheGatewayToSocketsThatDoNothingButCredit() {
        var file = file(3_000_000);
        var id = offered(file);
        try (var from = new RoomSender(suite.url(), alice, room, id, file);
                var to = new RoomReceiver(suite.url(), bob, room, id, file.chunking())) {
            from.start();
            to.start();
            accept(id);
            await().atMost(Duration.ofSeconds(60)).until(() -> !to.end().isEmpty());

            assertThat(to.end()).isEqualTo("completed");
            assertThat(to.sha256()).isEqualTo(file.sha256());
            assertThat(from.bytes()).isEqualTo(file.chunking().size());
        }
    }

    @Test
    void killsAndCutsLeaveTheHashRight() {
        var file = file(FULL ? 500_000_000 : 50_000_000);
        var random = SeededRandom.of("room faults");
        var id = offered(file);
        try (var from = new RoomSender(suite.url(), alice, room, id, file);
                var to = new RoomReceiver(suite.url(), bob, room, id, file.chunking())) {
            from.start();
            to.start();
            accept(id);
            int kills = FULL ? 10 : 1;
            int cuts = FULL ? 20 : 2;
            int steps = 2 * kills + 2 * cuts;
            for (int step = 0; step < steps; step++) {
                int enough = Math.min(
                        file.chunking().count() - 1,
                        to.chunks() + 1 + random.nextInt(file.chunking().count() / steps));
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> to.chunks() >= enough || !to.end().isEmpty());
                assertThat(to.end()).as(status(id)).isIn("", "completed");
                if (step < kills) suite.kill("message-service");
                else if (step < 2 * kills) suite.kill("file-service");
                else if (step % 2 == 0) from.socket.cut();
                else to.socket.cut();
            }
            await().atMost(Duration.ofSeconds(180))
                    .until(() -> !to.end().isEmpty() || status(id).matches("(completed|failed|cancelled|expired).*"));

            assertThat(status(id)).isEqualTo("completed");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> to.chunks() == file.chunking().count());
            assertThat(to.sha256()).isEqualTo(file.sha256());
            System.out.printf(
                    "faults: %d kills of each service, %d cuts on each side; %.2f times the file was sent%n",
                    kills, cuts, (double) from.bytes() / file.chunking().size());
        }
    }
}
