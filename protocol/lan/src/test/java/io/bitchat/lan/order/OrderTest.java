package io.bitchat.lan.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.LanParameters;
import io.bitchat.lan.Turn;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.StreamId;
import io.bitchat.lan.wire.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final PeerId ALICE = new PeerId("alice");
    private static final PeerId BOB = new PeerId("bob");
    private static final StreamId STREAM = new StreamId(ALICE, 5, "");

    private final Turn turn = new Turn(LanParameters.defaults(), new Random(1));
    private final Streams streams = new Streams(turn);

    @Property
    void everyOrderOfArrivalGivesTheSameTranscript(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
        var random = new Random(seed);
        var lines = new ArrayList<Line>();
        for (int i = 0; i < count; i++)
            lines.add(line(random.nextBoolean() ? ALICE : BOB, i + 1, random.nextInt(20) + 1, ""));
        var first = transcript(lines, 1_000);
        Collections.shuffle(lines, random);

        var second = transcript(lines, 1_000);

        assertThat(second.lines()).isEqualTo(first.lines()).isSortedAccordingTo(Transcript.ORDER);
    }

    @Property
    void addingSaysHowManyLinesAreLater(@ForAll long seed) {
        var random = new Random(seed);
        var transcript = new Transcript(100);
        for (int i = 1; i <= 50; i++) {
            var line = line(ALICE, i, random.nextInt(30) + 1, "");

            int later = transcript.add(line);

            assertThat(transcript.lines().indexOf(line)).isEqualTo(i - 1 - later);
        }
    }

    @Test
    void theTranscriptIsBoundedInLinesAndBytes() {
        var few = transcript(numbered(10, ""), 3);
        var large = transcript(numbered(400, "x".repeat(30_000)), 1_000);

        assertThat(few.lines()).extracting(Line::sequence).containsExactly(8L, 9L, 10L);
        assertThat(few.range(STREAM, 1, 100)).extracting(Line::sequence).containsExactly(8L, 9L, 10L);
        assertThat(large.lines().size()).isBetween(100, Transcript.MAX_BYTES / 60_000);
    }

    @Property
    void aStreamShowsItsLinesInOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int count) {
        var lines = numbered(count, "");
        Collections.shuffle(lines, new Random(seed));
        turn.begin(NOW);
        var fresh = new Streams(turn);

        var shown = new ArrayList<Line>();
        for (var line : lines) {
            shown.addAll(fresh.offer(line, BOB).ready());
            assertThat(fresh.offer(line, BOB).isNew()).isFalse();
        }

        assertThat(shown)
                .extracting(Line::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, count).boxed().toList());
    }

    @Test
    void whatIsMissingIsAskedForAfterAMomentAndGivenUpLater() {
        turn.begin(NOW);
        streams.offer(line(ALICE, 1, 1, ""), ALICE);
        streams.offer(line(ALICE, 4, 4, ""), ALICE);

        assertThat(wants(299)).isEmpty();
        assertThat(wants(1)).containsExactly(new Notes.Want(STREAM, 2, 3));
        assertThat(wants(499)).isEmpty();
        assertThat(wants(1)).containsExactly(new Notes.Want(STREAM, 2, 3));
        var shown = new ArrayList<Line>();
        for (int i = 0; i < 30; i++) {
            pass(100);
            streams.due(_ -> true, BOB, shown::add);
        }
        assertThat(shown).extracting(Line::sequence).containsExactly(4L);
        assertThat(streams.head(STREAM)).isEqualTo(4);
    }

    @Test
    void aLineThatComesInTimeIsNotAskedFor() {
        turn.begin(NOW);
        streams.heard(STREAM, 1, BOB, Streams.UNDER_WAY);
        pass(100);
        streams.offer(line(ALICE, 1, 1, ""), ALICE);

        assertThat(wants(1_000)).isEmpty();
    }

    @Test
    void waitingLinesAreBoundedInNumberAndBytes() {
        turn.begin(NOW);
        for (int i = 2; i < 2 + Stream.MAX_WAITING; i++)
            assertThat(streams.offer(line(ALICE, i, i, ""), ALICE).isNew()).isTrue();
        assertThat(streams.offer(line(ALICE, 2 + Stream.MAX_WAITING, 9, ""), ALICE)
                        .isNew())
                .isFalse();
        long before = turn.refused(Refusal.WAITING_FULL);
        for (int i = 2; i < 300; i++) streams.offer(line(BOB, i, i, "x".repeat(30_000)), BOB);

        assertThat(before).isEqualTo(1);
        assertThat(turn.refused(Refusal.WAITING_FULL) - before).isBetween(100L, 200L);
        assertThat(streams.offer(line(ALICE, 1, 1, ""), ALICE).ready()).hasSize(Stream.MAX_WAITING + 1);
    }

    @Test
    void ownNumbersAreNeverForgotten() {
        turn.begin(NOW);
        streams.next(STREAM);
        for (int i = 0; i < 2_000; i++) streams.heard(new StreamId(BOB, i + 1, ""), 1, BOB, 0);

        assertThat(streams.head(STREAM)).isEqualTo(1);
        assertThat(streams.have(BOB)).containsExactly(new Notes.Head(STREAM, 1));
    }

    @Test
    void streamsToOnePeerAreToldToThatPeerOnly() {
        turn.begin(NOW);
        var direct = new StreamId(ALICE, 5, "bob");
        streams.next(STREAM);
        streams.next(direct);

        assertThat(streams.have(BOB)).hasSize(2);
        assertThat(streams.have(new PeerId("carol"))).containsExactly(new Notes.Head(STREAM, 1));
    }

    @Property
    void lamportTimeAscendsAndFollowsWhatWasSeen(@ForAll @IntRange(min = 0, max = 2_000) int seen) {
        var clock = new LamportClock(1_000);
        long first = clock.next(500);
        clock.seen(seen, 500);
        long second = clock.next(500);

        assertThat(second).isGreaterThan(first);
        if (seen <= 1_500) assertThat(second).isGreaterThan(seen);
        assertThat(second).isLessThanOrEqualTo(1_501);
    }

    private void pass(int millis) {
        turn.begin(turn.now().plusMillis(millis));
    }

    private List<Notes.Want> wants(int after) {
        pass(after);
        return streams.due(_ -> true, BOB, _ -> {}).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Transcript transcript(List<Line> lines, int limit) {
        var transcript = new Transcript(limit);
        lines.forEach(transcript::add);
        return transcript;
    }

    private static List<Line> numbered(int count, String content) {
        var lines = new ArrayList<Line>();
        for (int i = 1; i <= count; i++) lines.add(line(ALICE, i, i, content));
        return lines;
    }

    private static Line line(PeerId sender, long sequence, long lamport, String content) {
        return new Line(
                Line.Type.CHAT,
                sender,
                content,
                NOW,
                sequence,
                Target.GENERAL,
                new Stamp(5, lamport, 0, false, null),
                Notes.NONE);
    }
}
