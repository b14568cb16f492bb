package io.bitchat.messages.send;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.send.SendTable.Places;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class SendBatchPropertyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String GHOST = "ghost";

    @Property
    void placesOfARecipientHaveNoGapAndEndAtTheLastOneDrawn(
            @ForAll("batches") List<Draft> drafts, @ForAll @LongRange(max = 1L << 40) long before) {
        var batch = batchOf(drafts);
        var last = drawn(batch.fresh(), before);

        assertAscendTo(
                last.inboxes(), placesOf(batch.place(last, NOW), StoredMessage::toPeerId, StoredMessage::position));
    }

    @Property
    void placesOfAConversationHaveNoGapAndEndAtTheLastOneDrawn(
            @ForAll("batches") List<Draft> drafts, @ForAll @LongRange(max = 1L << 40) long before) {
        var batch = batchOf(drafts);
        var last = drawn(batch.fresh(), before);

        assertAscendTo(
                last.conversations(),
                placesOf(batch.place(last, NOW), StoredMessage::conversation, StoredMessage::sequence));
    }

    @Property
    void theFirstOfEqualIdsOfAPairIsPlacedOnceInTheOrderOfArrival(@ForAll("batches") List<Draft> drafts) {
        var batch = batchOf(drafts);

        var stored = batch.place(drawn(batch.fresh(), 0), NOW);

        var first = new LinkedHashMap<List<String>, UUID>();
        drafts.stream()
                .filter(draft -> !isUnknown(draft))
                .forEach(draft -> first.putIfAbsent(
                        List.of(
                                draft.fromPeerId(),
                                draft.toPeerId(),
                                draft.name().wanted()),
                        draft.id()));
        assertThat(stored).extracting(StoredMessage::id).containsExactlyElementsOf(first.values());
        assertThat(stored).extracting(StoredMessage::messageId).doesNotHaveDuplicates();
    }

    @Property
    void everySenderIsToldWhatBecameOfItsDraft(@ForAll("batches") List<Draft> drafts) {
        var batch = batchOf(drafts);
        var stored = batch.place(drawn(batch.fresh(), 0), NOW);

        var outcomes = batch.outcomes();

        assertThat(outcomes).hasSameSizeAs(drafts);
        assertThat(outcomes)
                .filteredOn(SendOutcome.Accepted.class::isInstance)
                .containsExactlyElementsOf(stored.stream()
                        .<SendOutcome>map(SendOutcome.Accepted::new)
                        .toList());
        assertThat(outcomes)
                .filteredOn(SendOutcome.UnknownPeer.class::isInstance)
                .hasSize((int)
                        drafts.stream().filter(SendBatchPropertyTest::isUnknown).count());
    }

    private static SendBatch batchOf(List<Draft> drafts) {
        return new SendBatch(drafts, Map.of(), new SendBatch.Absent(Set.of(GHOST), Set.of()));
    }

    private static boolean isUnknown(Draft draft) {
        return draft.fromPeerId().equals(GHOST) || draft.toPeerId().equals(GHOST);
    }

    /** The places that the database draws for streams with {@code before} messages each. */
    private static Places drawn(List<Draft> fresh, long before) {
        return new Places(lastAfter(before, fresh, Draft::toPeerId), lastAfter(before, fresh, Draft::conversation));
    }

    private static Map<String, Long> lastAfter(long before, List<Draft> fresh, Function<Draft, String> stream) {
        var last = new HashMap<>(fresh.stream().collect(groupingBy(stream, counting())));
        last.replaceAll((_, count) -> before + count);
        return last;
    }

    private static Map<String, List<Long>> placesOf(
            List<StoredMessage> stored, Function<StoredMessage, String> stream, Function<StoredMessage, Long> place) {
        return stored.stream().collect(groupingBy(stream, mapping(place, toList())));
    }

    private static void assertAscendTo(Map<String, Long> last, Map<String, List<Long>> places) {
        assertThat(places).containsOnlyKeys(last.keySet());
        places.forEach((stream, given) -> assertThat(given)
                .as(stream)
                .containsExactlyElementsOf(LongStream.rangeClosed(last.get(stream) - given.size() + 1, last.get(stream))
                        .boxed()
                        .toList()));
    }

    @Provide
    Arbitrary<List<Draft>> batches() {
        var peers = Arbitraries.of("alice", "bob", "carol", GHOST);
        var ids = Arbitraries.integers().between(1, 20).map(number -> "m" + number);
        return Combinators.combine(ids, peers, peers)
                .as(SendBatchPropertyTest::draft)
                .list()
                .ofMaxSize(40);
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
