package io.bitchat.transport.failover;

import static io.bitchat.transport.Sample.all;
import static io.bitchat.transport.Sample.ble;
import static io.bitchat.transport.Sample.htx;
import static io.bitchat.transport.Sample.mesh;
import static io.bitchat.transport.Sample.notBuilt;
import static io.bitchat.transport.Sample.preferring;
import static io.bitchat.transport.Sample.requiringPrivacy;
import static io.bitchat.transport.Sample.strict;
import static io.bitchat.transport.Sample.toAll;
import static io.bitchat.transport.Sample.toBob;
import static io.bitchat.transport.Sample.wishing;
import static io.bitchat.transport.TransportId.BLE;
import static io.bitchat.transport.TransportId.HTX;
import static io.bitchat.transport.TransportId.MESH;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Message;
import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Sample;
import io.bitchat.transport.Strategy;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.settings.TransportSettings;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private static final TransportSettings DEFAULTS = TransportSettings.defaults();
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theBestTransportIsTriedAndItsSuccessEndsTheRun() {
        var run = run(toBob(), all()).accept(1);

        assertThat(run.tried()).containsExactly(HTX);
        assertThat(run.outcomes()).singleElement().isInstanceOfSatisfying(Outcome.Sent.class, sent -> assertThat(
                        sent.by().transport())
                .isEqualTo(HTX));
        assertThat(run.hasEnded()).isTrue();
    }

    /** The reference code compared transport objects with a name, so the failed one stayed in the pool. */
    @Test
    void aTransportThatFailedIsNotTriedAgainAlthoughTheRegistryOffersItAsANewObject() {
        var run = run(toBob(), all());
        for (int attempt = 1; attempt <= 3; attempt++) run.surroundings(all()).fail(attempt);

        assertThat(run.tried()).containsExactly(HTX, BLE, MESH);
    }

    @Test
    void aFallbackIsChosenFromTheTransportsThatWorkAtThatTime() {
        var run = run(toBob(), all())
                .surroundings(Surroundings.of(notBuilt(ble()), htx(), mesh()))
                .fail(1);

        assertThat(run.tried()).containsExactly(HTX, MESH);
        assertThat(run.effects(Effect.Switched.class))
                .containsExactly(new Effect.Switched(HTX, ReasonCode.SEND_FAILED, MESH));
    }

    @Test
    void aLossThatIsReportedSwitchesAtOnce() {
        var run = run(toBob(), all()).input(new Input.Lost(HTX));

        assertThat(run.tried()).containsExactly(HTX, BLE);
        assertThat(run.effects(Effect.Abandon.class)).containsExactly(new Effect.Abandon(1, HTX));
        assertThat(run.effects(Effect.Switched.class))
                .containsExactly(new Effect.Switched(HTX, ReasonCode.TRANSPORT_LOST, BLE));
    }

    @Test
    void theLossOfAnotherTransportChangesNothing() {
        var run = run(toBob(), all()).input(new Input.Lost(MESH));

        assertThat(run.tried()).containsExactly(HTX);
    }

    @Test
    void anAttemptWithoutAnAnswerIsGivenUpWhenItsTimeIsOver() {
        var run = run(toBob(), all());
        assertThat(run.effects(Effect.Wake.class)).containsExactly(new Effect.Wake(Sample.NOON.plusSeconds(10)));

        run.after(Duration.ofMillis(9_999));
        assertThat(run.tried()).containsExactly(HTX);

        run.after(Duration.ofMillis(1));
        assertThat(run.tried()).containsExactly(HTX, BLE);
        assertThat(run.effects(Effect.Abandon.class)).containsExactly(new Effect.Abandon(1, HTX));
        assertThat(run.effects(Effect.Wake.class)).endsWith(new Effect.Wake(Sample.NOON.plusSeconds(20)));
    }

    @Test
    void afterTheLastAttemptTheMessageIsQueued() {
        var run = new Run(toBob(), DEFAULTS.withFailover(true, 10, 2), all())
                .start()
                .fail(1)
                .fail(2);

        assertThat(run.tried()).containsExactly(HTX, BLE);
        assertThat(run.outcomes()).containsExactly(new Outcome.Queued(ReasonCode.ATTEMPTS_EXHAUSTED));
    }

    @Test
    void withoutAnotherTransportTheMessageIsQueued() {
        var run = run(toBob(), Surroundings.of(notBuilt(ble()), notBuilt(htx()), mesh()))
                .fail(1);

        assertThat(run.outcomes()).containsExactly(new Outcome.Queued(ReasonCode.ALL_TRANSPORTS_FAILED));
        assertThat(run.effects(Effect.Switched.class))
                .containsExactly(new Effect.Switched(MESH, ReasonCode.SEND_FAILED, null));
    }

    @Test
    void aStrictMessageIsRefusedInstead() {
        var one = new Run(strict(toBob()), DEFAULTS.withFailover(true, 10, 1), all())
                .start()
                .fail(1);
        var preferred = run(strict(preferring(MESH, toBob())), all()).fail(1);

        assertThat(one.outcomes()).containsExactly(new Outcome.Refused(ReasonCode.ATTEMPTS_EXHAUSTED));
        assertThat(preferred.tried()).containsExactly(MESH);
        assertThat(preferred.outcomes()).containsExactly(new Outcome.Refused(ReasonCode.PREFERRED_UNAVAILABLE));
    }

    @Test
    void withoutFailoverTheFailureIsToldAtOnce() {
        var run = new Run(toBob(), DEFAULTS.withFailover(false, 10, 3), all())
                .start()
                .fail(1);

        assertThat(run.tried()).containsExactly(HTX);
        assertThat(run.outcomes()).containsExactly(new Outcome.Failed(ReasonCode.FAILOVER_DISABLED));
    }

    @Test
    void aMessageThatNothingCarriesIsQueuedWithoutAnAttempt() {
        var run = run(requiringPrivacy(toBob()), Surroundings.of(ble(), notBuilt(htx()), mesh()));

        assertThat(run.tried()).isEmpty();
        assertThat(run.outcomes()).containsExactly(new Outcome.Queued(ReasonCode.NO_PRIVATE_TRANSPORT));
    }

    @Test
    void aPrivateMessageDoesNotFailOverToALessPrivateTransport() {
        var run = run(requiringPrivacy(toBob()), all()).fail(1);

        assertThat(run.tried()).containsExactly(HTX);
        assertThat(run.outcomes()).containsExactly(new Outcome.Queued(ReasonCode.NO_PRIVATE_TRANSPORT));
    }

    @Test
    void everyAttemptIsTracedWithItsTransportReasonAndTimes() {
        var run = run(toBob(), all());
        run.after(SECOND).fail(1);
        run.after(SECOND).accept(2);

        assertThat(run.trace()).hasSize(2);
        var first = run.trace().getFirst();
        assertThat(first.message()).isEqualTo(toBob().key());
        assertThat(first.attempt()).isOne();
        assertThat(first.by().reason()).isEqualTo(ReasonCode.STANDARD);
        assertThat(first.by().privacy()).isEqualTo(PrivacyAchieved.ANONYMOUS);
        assertThat(first.result()).isEqualTo(ReasonCode.SEND_FAILED);
        assertThat(first.detail()).isEqualTo("no_route");
        assertThat(first.began()).isEqualTo(Sample.NOON);
        assertThat(first.ended()).isEqualTo(Sample.NOON.plusSeconds(1));
        var second = run.trace().getLast();
        assertThat(second.by().transport()).isEqualTo(BLE);
        assertThat(second.by().reason()).isEqualTo(ReasonCode.PRIORITY);
        assertThat(second.result()).isEqualTo(ReasonCode.SENT);
        assertThat(second.ended()).isEqualTo(Sample.NOON.plusSeconds(2));
    }

    @Test
    void aDetailIsCut() {
        var run = run(toBob(), all()).input(new Input.Failed(1, "x".repeat(10_000)));

        assertThat(run.trace().getFirst().detail()).hasSize(TraceEntry.MAX_DETAIL);
    }

    @Test
    void aSuccessThatComesAfterTheNextAttemptBeganIsASuccess() {
        var run = run(toBob(), all()).after(Duration.ofSeconds(10)).accept(1);

        assertThat(run.outcomes()).singleElement().isInstanceOfSatisfying(Outcome.Sent.class, sent -> assertThat(
                        sent.attempt())
                .isOne());
        assertThat(run.effects(Effect.Abandon.class)).endsWith(new Effect.Abandon(2, BLE));
        assertThat(run.trace())
                .extracting(TraceEntry::result)
                .containsExactly(ReasonCode.TIMED_OUT, ReasonCode.SENT, ReasonCode.SUPERSEDED);
    }

    @Test
    void aSuccessAfterTheEndIsReportedSoThatTheMessageIsNotSentAgain() {
        var run = run(toBob(), all()).fail(1).fail(2).after(Duration.ofSeconds(10));
        assertThat(run.outcomes()).containsExactly(new Outcome.Queued(ReasonCode.ATTEMPTS_EXHAUSTED));

        run.accept(3).accept(3).accept(1);

        assertThat(run.effects(Effect.ArrivedLate.class)).containsExactly(new Effect.ArrivedLate(3, MESH));
        assertThat(run.trace().getLast().attempt()).isEqualTo(3);
        assertThat(run.trace().getLast().result()).isEqualTo(ReasonCode.SENT);
        assertThat(run.outcomes()).hasSize(1);
    }

    @Test
    void aRaceTriesAllAtOnceAndTheFirstSuccessWins() {
        var run = run(racing(toBob()), all()).accept(2);

        assertThat(run.tried()).containsExactly(HTX, BLE, MESH);
        assertThat(run.effects(Effect.Abandon.class))
                .containsExactly(new Effect.Abandon(1, HTX), new Effect.Abandon(3, MESH));
        assertThat(run.outcomes()).singleElement().isInstanceOfSatisfying(Outcome.Sent.class, sent -> assertThat(
                        sent.by().transport())
                .isEqualTo(BLE));
    }

    @Test
    void aRaceGoesOnUntilItsLastAttemptHasFailed() {
        var run = run(racing(toBob()), all()).fail(1).fail(3);
        assertThat(run.outcomes()).isEmpty();

        run.fail(2);

        assertThat(run.outcomes()).containsExactly(new Outcome.Queued(ReasonCode.ATTEMPTS_EXHAUSTED));
    }

    @Test
    void aRaceKeepsToTheLimitOfAttemptsAndToPrivacy() {
        var two = new Run(racing(toBob()), DEFAULTS.withFailover(true, 10, 2), all()).start();
        var secret = run(racing(requiringPrivacy(toBob())), all());

        assertThat(two.tried()).containsExactly(HTX, BLE);
        assertThat(secret.tried()).containsExactly(HTX);
    }

    @Test
    void aPrivateBroadcastIsReplacedByCopiesForItsMembers() {
        var run = run(requiringPrivacy(toAll()), all().withMembers(Set.of("carol", "bob", "alice")));

        assertThat(run.tried()).isEmpty();
        assertThat(run.outcomes()).singleElement().isInstanceOfSatisfying(Outcome.FannedOut.class, fanned -> {
            assertThat(fanned.by().transport()).isEqualTo(HTX);
            assertThat(fanned.copies()).extracting(Message::receiver).containsExactly("bob", "carol");
            assertThat(fanned.copies()).allMatch(Message::requiresPrivacy);
            assertThat(fanned.copies())
                    .extracting(copy -> copy.key().id())
                    .containsOnly(toAll().key().id());
        });
    }

    @Test
    void aCancelledRunAbandonsWhatIsOpen() {
        var run = run(toBob(), all()).input(new Input.Cancelled()).fail(1);

        assertThat(run.effects(Effect.Abandon.class)).containsExactly(new Effect.Abandon(1, HTX));
        assertThat(run.outcomes()).containsExactly(new Outcome.Cancelled());
    }

    @Test
    void answersToUnknownAttemptsAreIgnored() {
        var run = run(toBob(), all());
        int before = run.effects().size();

        run.fail(7).accept(7).fail(0).start();

        assertThat(run.effects()).hasSize(before);
    }

    private static Message racing(Message message) {
        return wishing(message, wishes -> wishes.withStrategy(Strategy.RACE));
    }

    private static Run run(Message message, Surroundings around) {
        return new Run(message, DEFAULTS, around).start();
    }
}
