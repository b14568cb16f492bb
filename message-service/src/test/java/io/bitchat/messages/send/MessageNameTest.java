package io.bitchat.messages.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.send.SendTable.Places;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** All ways in which ids of messages between two peers can collide. */
class MessageNameTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** The sender's view of a send: repeated it is a retry, and with other content it is an error. */
    private record Intent(String from, String to, String chosen) {}

    @Property
    void nobodyTakesAnIdFromSomebodyElseAndARetryFindsWhatWasStored(
            @ForAll("batches") List<List<Draft>> batches, @ForAll("groupIds") Set<String> idsOfGroups) {
        var table = new HashMap<String, StoredMessage>();
        idsOfGroups.forEach(id -> table.put(id, saidInAGroup(id)));
        var stored = new HashMap<Intent, StoredMessage>();
        for (var drafts : batches) {
            var batch = new SendBatch(drafts, Map.copyOf(table), SendBatch.Absent.NOBODY);
            for (var message : batch.place(new Places(Map.of(), Map.of()), NOW)) {
                assertThat(table.put(message.messageId(), message)).isNull();
            }
            for (int i = 0; i < drafts.size(); i++) {
                agree(drafts.get(i), batch.outcomes().get(i), stored);
            }
        }
    }

    private static void agree(Draft draft, SendOutcome outcome, Map<Intent, StoredMessage> stored) {
        var intent =
                new Intent(draft.fromPeerId(), draft.toPeerId(), draft.name().wanted());
        switch (outcome) {
            case SendOutcome.Accepted(var message) -> {
                assertThat(draft.isSameAs(message)).isTrue();
                assertThat(stored.put(intent, message)).isNull();
            }
            case SendOutcome.Repeated(var message) -> assertThat(message).isEqualTo(stored.get(intent));
            case SendOutcome.IdTaken _ ->
                // only the sender itself can have taken the id
                assertThat(stored.get(intent).content()).isNotEqualTo(draft.content());
            case SendOutcome.IdReserved _, SendOutcome.UnknownPeer _, SendOutcome.PeerRetired _ ->
                throw new AssertionError(outcome);
        }
    }

    @Example
    void anIdOfTheServersIsRightForWhoeverWasGivenIt() {
        var given = MessageIds.toPeer("alice", "bob", "m1");
        var own = draft(given, "alice", "bob", "x").at(given, 1, 1, NOW);
        var drafts = List.of(
                draft(given, "alice", "bob", "x"),
                draft(given, "alice", "bob", "y"),
                draft(given, "alice", "carol", "x"),
                draft(given, "mallory", "bob", "x"),
                draft(MessageIds.inGroup("g", "alice", "m:m1"), "mallory", "mallory", "x"));

        assertThat(new SendBatch(drafts, Map.of(given, own), SendBatch.Absent.NOBODY).outcomes())
                .extracting(outcome -> outcome.getClass().getSimpleName())
                .containsExactly("Repeated", "IdTaken", "IdReserved", "IdReserved", "IdReserved");
    }

    @Provide
    Arbitrary<List<List<Draft>>> batches() {
        var ids = Arbitraries.of("m1", "m2", "m3");
        var peers = Arbitraries.of("alice", "bob", "carol");
        var contents = Arbitraries.of("x", "y");
        return Combinators.combine(ids, peers, peers, contents)
                .as(MessageNameTest::draft)
                .list()
                .ofMaxSize(10)
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<Set<String>> groupIds() {
        return Arbitraries.of("m1", "m2", "m3").set();
    }

    private static StoredMessage saidInAGroup(String id) {
        return new StoredMessage(
                UUID.randomUUID(),
                id,
                "alice",
                null,
                "g",
                "x",
                "none",
                null,
                Status.SENT,
                NOW,
                null,
                null,
                null,
                60,
                0,
                false,
                "g",
                1,
                0,
                NOW);
    }

    private static Draft draft(String id, String from, String to, String content) {
        return new Draft(
                UUID.randomUUID(),
                MessageName.chosen(from, to, id),
                from,
                to,
                content,
                "none",
                null,
                60,
                null,
                NOW,
                TraceContext.start());
    }
}
