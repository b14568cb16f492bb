package io.bitchat.groups.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.groups.Given;
import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.Role;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.trace.TraceContext;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class SendBatchTest {
    private static final Map<String, Role> MEMBERS = Map.of("alice", Role.ADMIN, "bob", Role.MEMBER);

    @Property
    void placesAndEntriesGoOnWithoutAGapAndTimesAscend(
            @ForAll("batches") List<Draft> drafts,
            @ForAll @LongRange(max = 1L << 40) long before,
            @ForAll @LongRange(min = -5_000_000, max = 5_000_000) long clockIsBackBy) {
        var last = Given.NOW.plus(clockIsBackBy, ChronoUnit.MICROS);
        var groups = groups(new LockedGroup.Places(before, last, 2));
        var batch = new SendBatch(drafts, groups, entries(before), Map.of(), Given.NOW);

        for (var tally : batch.tallies()) {
            var messages = tally.messages();
            assertThat(messages)
                    .extracting(GroupMessage::sequence)
                    .containsExactlyElementsOf(following(before, messages.size()));
            assertThat(messages)
                    .extracting(GroupMessage::orderedAt)
                    .isSortedAccordingTo(Comparator.naturalOrder())
                    .doesNotHaveDuplicates()
                    .allSatisfy(at -> assertThat(at).isAfter(last));
            messages.stream()
                    .collect(Collectors.groupingBy(GroupMessage::fromPeerId))
                    .forEach((writer, written) -> assertThat(written)
                            .extracting(GroupMessage::clockEntry)
                            .containsExactlyElementsOf(following(before, written.size())));
        }
    }

    @Property
    void everySenderIsToldWhatBecameOfItsDraft(@ForAll("batches") List<Draft> drafts) {
        var batch =
                new SendBatch(drafts, groups(new LockedGroup.Places(0, Given.NOW, 0)), Map.of(), Map.of(), Given.NOW);

        assertThat(batch.outcomes()).hasSameSizeAs(drafts);
        for (int i = 0; i < drafts.size(); i++) {
            var draft = drafts.get(i);
            switch (batch.outcomes().get(i)) {
                case Outcome.Done<GroupMessage>(var message) ->
                    assertThat(draft.isSameAs(message)).isTrue();
                case Outcome.Refused<GroupMessage>(Refusal.UnknownGroup _) ->
                    assertThat(draft.groupId()).isEqualTo("none");
                case Outcome.Refused<GroupMessage>(Refusal.Inactive _) ->
                    assertThat(draft.groupId()).isEqualTo("closed");
                case Outcome.Refused<GroupMessage>(Refusal.NotAMember _) ->
                    assertThat(draft.fromPeerId()).isEqualTo("mallory");
                case Outcome.Refused<GroupMessage>(var other) ->
                    assertThat(other).isInstanceOf(Refusal.MessageIdTaken.class);
            }
        }
    }

    @Property
    void writersAreCountedOnceWhenTheyComeIn(@ForAll("batches") List<Draft> drafts) {
        var batch =
                new SendBatch(drafts, groups(new LockedGroup.Places(0, Given.NOW, 0)), Map.of(), Map.of(), Given.NOW);
        for (var tally : batch.tallies()) {
            assertThat(tally.writers()).isEqualTo(tally.clock().size());
            assertThat(tally.sent().values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(tally.messages().size());
        }
    }

    @Example
    void aRepetitionIsAnsweredEvenAfterTheSenderHasGone() {
        var draft = draft("m1", "g1", "gone", "x");
        var stored = draft.at(7, 3, Given.NOW, Given.NOW);
        var batch = new SendBatch(
                List.of(draft, draft("m1", "g1", "gone", "y"), draft("m2", "g1", "gone", "x")),
                groups(new LockedGroup.Places(9, Given.NOW, 1)),
                Map.of(),
                Map.of(draft.messageId(), stored),
                Given.NOW);

        assertThat(batch.outcomes())
                .containsExactly(
                        new Outcome.Done<>(stored),
                        new Outcome.Refused<>(new Refusal.MessageIdTaken(draft.messageId())),
                        new Outcome.Refused<>(new Refusal.NotAMember("gone", "g1")));
        assertThat(batch.accepted()).isZero();
    }

    /**
     * Covers retries, one key with different content, in two groups and of two senders, and messages from before ids
     * were derived.
     */
    @Property
    void aKeyIsItsSendersInItsGroup(
            @ForAll("colliding") List<List<Draft>> batches, @ForAll("colliding") List<List<Draft>> before) {
        var table = new HashMap<String, GroupMessage>();
        before.forEach(drafts -> drafts.forEach(draft -> table.putIfAbsent(draft.formerId(), older(draft))));
        var stored = new HashMap<String, GroupMessage>();
        for (var older : table.values()) {
            stored.put(MessageIds.inGroup(older.groupId(), older.fromPeerId(), "m:" + older.messageId()), older);
        }
        for (var drafts : batches) {
            var batch = new SendBatch(
                    drafts, groups(new LockedGroup.Places(0, Given.NOW, 0)), Map.of(), Map.copyOf(table), Given.NOW);
            batch.tallies().forEach(tally -> tally.messages()
                    .forEach(message ->
                            assertThat(table.put(message.messageId(), message)).isNull()));
            for (int i = 0; i < drafts.size(); i++) {
                var draft = drafts.get(i);
                switch (batch.outcomes().get(i)) {
                    case Outcome.Done<GroupMessage>(var message) -> {
                        assertThat(draft.isSameAs(message)).isTrue();
                        assertThat(stored.computeIfAbsent(draft.messageId(), _ -> message))
                                .isEqualTo(message);
                    }
                    case Outcome.Refused<GroupMessage>(var refusal) -> {
                        assertThat(refusal).isInstanceOf(Refusal.MessageIdTaken.class);
                        assertThat(draft.isSameAs(stored.get(draft.messageId())))
                                .isFalse();
                    }
                }
            }
        }
    }

    private static GroupMessage older(Draft draft) {
        return new Draft(
                        draft.id(),
                        draft.formerId(),
                        null,
                        null,
                        draft.groupId(),
                        draft.fromPeerId(),
                        draft.content(),
                        "none",
                        null,
                        60,
                        TraceContext.start())
                .at(1, 1, Given.NOW, Given.NOW);
    }

    @Provide
    Arbitrary<List<List<Draft>>> colliding() {
        return Combinators.combine(
                        Arbitraries.of("m1", "m2"),
                        Arbitraries.of("g1", "g2"),
                        Arbitraries.of("alice", "bob"),
                        Arbitraries.of("x", "y"))
                .as(SendBatchTest::draft)
                .list()
                .ofMaxSize(8)
                .list()
                .ofMaxSize(4);
    }

    private static List<Long> following(long before, int count) {
        return LongStream.rangeClosed(before + 1, before + count).boxed().toList();
    }

    private static Map<String, LockedGroup> groups(LockedGroup.Places places) {
        var groups = new HashMap<String, LockedGroup>();
        for (var id : List.of("g1", "g2")) groups.put(id, Given.group(id, MEMBERS, places));
        groups.put("closed", Given.group("closed", MEMBERS, places).inactive());
        return groups;
    }

    private static Map<Writer, Long> entries(long before) {
        var entries = new HashMap<Writer, Long>();
        for (var id : List.of("g1", "g2")) {
            for (var peer : MEMBERS.keySet()) entries.put(new Writer(id, peer), before);
        }
        return entries;
    }

    @Provide
    Arbitrary<List<Draft>> batches() {
        var ids = Arbitraries.integers().between(1, 30).map(number -> "m" + number);
        var groups = Arbitraries.of("g1", "g2", "none", "closed");
        var peers = Arbitraries.of("alice", "bob", "mallory");
        return Combinators.combine(ids, groups, peers, Arbitraries.of("x", "y"))
                .as(SendBatchTest::draft)
                .list()
                .ofMaxSize(40);
    }

    private static Draft draft(String id, String group, String from, String content) {
        var key = MessageIds.keyOfId(id);
        return new Draft(
                UUID.randomUUID(),
                MessageIds.inGroup(group, from, key),
                key,
                id,
                group,
                from,
                content,
                "AES-256-GCM",
                null,
                60,
                TraceContext.start());
    }
}
