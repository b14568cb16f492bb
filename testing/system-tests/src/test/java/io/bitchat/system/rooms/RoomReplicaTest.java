package io.bitchat.system.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.rooms.Chunking;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Replica;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A room has one owner among the replicas of file-service; whoever asks another one is brought there. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the first replica's environment from /proc")
@RequiredSuite(RequiredSuite.Kind.OPEN)
class RoomReplicaTest {
    private final Suite suite = Suite.open();
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final String transfers = "/rooms/" + Client.someone("room") + "/file-transfer";

    private UUID offered(Client client, long size) {
        var offer = Map.of("sender_id", alice, "receiver_id", bob, "filename", "made.bin", "file_size", size);
        var answer = client.post(transfers + "/offer", offer);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return UUID.fromString(answer.body().path("transfer_id").asText());
    }

    @Test
    void requestsAndSocketsFindTheOwnerAndTheNextOneIfItDies() throws Exception {
        var file = new MadeFile(7, new Chunking(20_000_000, 65_536));
        var first = new Client(suite.url());
        try (var second = Replica.of(suite, "file-service")) {
            var id = offered(new Client(second.url()), file.chunking().size());
            var room = transfers.split("/")[2];
            try (var from = new RoomSender(suite.url(), alice, room, id, file);
                    var to = new RoomReceiver(suite.url(), bob, room, id, file.chunking())) {
                from.start();
                to.start();
                // asked of the first replica, which passes it on
                var accepted = first.post(transfers + "/" + id + "/accept", Map.of("peer_id", bob));
                assertThat(accepted.status()).as(accepted.raw().body()).isEqualTo(200);
                await().atMost(Duration.ofSeconds(60)).until(() -> to.chunks() > 20);
                second.kill();
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> !to.end().isEmpty()
                                || first.get(transfers + "/" + id + "/progress")
                                        .body()
                                        .path("status")
                                        .asText()
                                        .equals("completed"));
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> to.chunks() == file.chunking().count());
                assertThat(to.sha256()).isEqualTo(file.sha256());
            }
        }
    }
}
