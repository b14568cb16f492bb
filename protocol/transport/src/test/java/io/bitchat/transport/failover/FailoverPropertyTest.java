package io.bitchat.transport.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Arbitrary;
import io.bitchat.transport.Message;
import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Sample;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.settings.TransportSettings;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random messages over random transports that fail, fall silent, are lost and come back. */
class FailoverPropertyTest {
    private static final int TIMEOUT = 10;

    private Message message = Sample.toBob();
    private TransportSettings settings = TransportSettings.defaults();

    @Property(tries = 2000)
    void everyRunEndsOnceInTimeWithinItsAttempts(@ForAll long seed) {
        var run = randomRun(seed);

        assertThat(run.outcomes()).hasSize(1);
        assertThat(run.tried()).hasSizeLessThanOrEqualTo(settings.maxRetryAttempts());
        assertThat(Duration.between(Sample.NOON, run.now()))
                .isLessThanOrEqualTo(Duration.ofSeconds((long) TIMEOUT * settings.maxRetryAttempts()));
    }

    @Property(tries = 2000)
    void noTransportIsTriedTwiceAndNoneLowersThePrivacy(@ForAll long seed) {
        var run = randomRun(seed);

        assertThat(run.tried()).doesNotHaveDuplicates();
        if (message.requiresPrivacy()) {
            assertThat(run.effects(Effect.Send.class))
                    .allMatch(send -> send.by().privacy() == PrivacyAchieved.ANONYMOUS);
        }
    }

    @Property(tries = 2000)
    void everyAttemptIsTracedAndAtMostOneSucceeds(@ForAll long seed) {
        var run = randomRun(seed);

        var failures = run.trace().stream().filter(entry -> entry.result() != ReasonCode.SENT);
        assertThat(failures.map(TraceEntry::attempt)).doesNotHaveDuplicates();
        assertThat(run.trace().stream().map(TraceEntry::attempt).distinct()).hasSameSizeAs(run.tried());
        long sent = run.trace().stream()
                .filter(entry -> entry.result() == ReasonCode.SENT)
                .count();
        assertThat(sent).isEqualTo(run.outcomes().getFirst() instanceof Outcome.Sent ? 1 : 0);
    }

    private Run randomRun(long seed) {
        var any = new Arbitrary(seed);
        message = any.message();
        settings = TransportSettings.defaults()
                .withFailover(
                        any.random().nextInt(5) > 0, TIMEOUT, 1 + any.random().nextInt(4));
        var run = new Run(message, settings, any.surroundings()).start();
        while (!run.hasEnded()) {
            run.surroundings(any.surroundings());
            int attempt = run.tried().size() - any.random().nextInt(2);
            switch (any.random().nextInt(8)) {
                case 0 -> run.accept(attempt);
                case 1, 2 -> run.fail(attempt);
                case 3 -> run.input(new Input.Lost(any.any(TransportId.BLE, TransportId.HTX, TransportId.MESH)));
                default -> run.after(wait(any, run));
            }
        }
        return run;
    }

    /** Seconds may pass, but a tick is never later than the run asked for. */
    private static Duration wait(Arbitrary any, Run run) {
        var due = Duration.between(
                run.now(), run.effects(Effect.Wake.class).getLast().at());
        var some = Duration.ofSeconds(any.random().nextInt(6));
        return some.compareTo(due) < 0 ? some : due;
    }
}
