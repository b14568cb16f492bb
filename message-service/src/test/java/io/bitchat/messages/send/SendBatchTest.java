package io.bitchat.messages.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.send.SendTable.Places;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SendBatchTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void placesAreCountedBackFromTheLastOnesDrawn() {
        var batch = new SendBatch(
                List.of(draft("m1", "alice", "bob"), draft("m2", "carol", "bob"), draft("m3", "bob", "alice")),
                Map.of(),
                SendBatch.Absent.NOBODY);

        var stored =
                batch.place(new Places(Map.of("bob", 12L, "alice", 1L), Map.of("alice|bob", 7L, "bob|carol", 1L)), NOW);

        assertThat(stored).extracting("messageId").containsExactly("m1", "m2", "m3");
        assertThat(stored).extracting("position").containsExactly(11L, 12L, 1L);
        assertThat(stored).extracting("sequence").containsExactly(6L, 1L, 7L);
    }

    @Test
    void anIdTwiceInOneBatchIsOneMessage() {
        var batch = new SendBatch(
                List.of(draft("m1", "alice", "bob"), draft("m1", "alice", "bob"), draft("m1", "alice", "carol")),
                Map.of(),
                SendBatch.Absent.NOBODY);

        var last = new Places(Map.of("bob", 1L, "carol", 1L), Map.of("alice|bob", 1L, "alice|carol", 1L));
        var stored = batch.place(last, NOW);

        assertThat(stored)
                .extracting(StoredMessage::messageId)
                .containsExactly("m1", MessageIds.toPeer("alice", "carol", "m1"));
        assertThat(batch.outcomes())
                .extracting(outcome -> outcome.getClass().getSimpleName())
                .containsExactly("Accepted", "Repeated", "Accepted");
    }

    @Test
    void unknownPeersKeepTheOthersPlaces() {
        var batch = new SendBatch(
                List.of(draft("m1", "alice", "ghost"), draft("m2", "alice", "bob")),
                Map.of(),
                new SendBatch.Absent(Set.of("ghost"), Set.of()));

        batch.place(new Places(Map.of("bob", 1L), Map.of("alice|bob", 1L)), NOW);

        assertThat(batch.outcomes().getFirst()).isEqualTo(new SendOutcome.UnknownPeer("ghost"));
        assertThat(batch.outcomes().getLast()).isInstanceOf(SendOutcome.Accepted.class);
    }

    private static Draft draft(String id, String from, String to) {
        return new Draft(
                UUID.randomUUID(),
                MessageName.chosen(from, to, id),
                from,
                to,
                "x",
                "AES-256-GCM",
                null,
                60,
                null,
                NOW,
                TraceContext.start());
    }
}
