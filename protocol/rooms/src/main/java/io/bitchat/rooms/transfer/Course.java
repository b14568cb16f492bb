package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.Percent;
import io.bitchat.rooms.Reason;
import io.bitchat.rooms.TransferSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What follows by itself, from time and from what the peers have done: chunks, credits, progress, and the end. */
final class Course {
    private static final State NOBODY_CAME = new State.Expired(Reason.OFFER_EXPIRED);

    final Offer offer;
    final TransferSettings settings;
    final Sender sender;
    final Receivers receivers = new Receivers();
    final Instant offeredAt;
    private final Chunking chunking;
    private final Alarm alarm = new Alarm();

    /** Whether the service has been restarted since the offer. */
    private boolean restored;

    @Nullable
    Instant startedAt;

    private @Nullable Instant endedAt;
    private State state = new State.Pending();
    /** How the last part ended: so does the transfer, if nobody has the file. */
    private State lastEnd = NOBODY_CAME;

    private @Nullable Instant lingersUntil;
    private @Nullable Instant reportedAt;
    private final List<Delivery> justEnded = new ArrayList<>();
    private Turn turn;

    Course(Offer offer, TransferSettings settings, Sender sender, Instant offeredAt) {
        this.offer = offer;
        this.settings = settings;
        this.sender = sender;
        this.offeredAt = offeredAt;
        chunking = offer.file().chunking();
        turn = new Turn(offeredAt, offer.sender());
    }

    /** Begins a turn. Time does not go back. */
    Turn begin(String actor, Instant now) {
        turn = new Turn(now.isBefore(turn.now) ? turn.now : now, actor);
        return turn;
    }

    State state() {
        return state;
    }

    void restore(State kept) {
        restored = true;
        state = kept;
    }

    boolean isRestored() {
        return restored;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    Instant expiresAt() {
        return offeredAt.plus(settings.offerLife());
    }

    // --- what time does

    /** Ends what has taken too long. */
    void runOut() {
        if (isDue(expiresAt())) receivers.undecided().forEach(one -> one.end(new State.Expired(Reason.OFFER_EXPIRED)));
        if (isDue(senderGraceEnds())) end(new State.Cancelled(Reason.SENDER_GONE));
        if (isDue(after(sender.waitingSince, settings.idle()))) end(new State.Cancelled(Reason.IDLE_TIMEOUT));
        for (var delivery : receivers.running()) {
            if (isDue(after(delivery.pausedAt(), settings.pausedLife()))) {
                var reason = delivery.isConnected() ? Reason.PAUSED_TOO_LONG : Reason.RECEIVER_GONE;
                end(delivery, new State.Expired(reason));
            } else if (isDue(after(delivery.collectingSince(), settings.pausedLife()))) {
                end(delivery, new State.Expired(Reason.RECEIVER_GONE));
            } else if (isDue(after(delivery.waitingSince(), settings.idle()))) {
                end(delivery, new State.Cancelled(Reason.IDLE_TIMEOUT));
            }
        }
        endIfNobodyIsLeft();
    }

    private @Nullable Instant senderGraceEnds() {
        if (startedAt == null || sender.upload.isIn()) return null;
        return after(sender.lostAt, sender.byRequests ? settings.pausedLife() : settings.senderGrace());
    }

    private boolean isDue(@Nullable Instant at) {
        return at != null && !turn.now.isBefore(at);
    }

    private static @Nullable Instant after(@Nullable Instant since, Duration time) {
        return since == null ? null : since.plus(time);
    }

    // --- how it ends

    /** One receiver's part is over. */
    void end(Delivery delivery, State how) {
        if (delivery.state().isOver()) return;
        if (delivery.isRunning()) justEnded.add(delivery);
        delivery.end(how);
        lastEnd = how;
    }

    /** The transfer is over, for all who have not ended before. */
    void end(State how) {
        if (state.isOver()) return;
        state = how;
        endedAt = turn.now;
        if (startedAt != null) report();
        receivers.running().forEach(one -> one.end(how));
        // those who have not decided have nothing, however it ended for the others
        var late = how instanceof State.Completed ? new State.Expired(Reason.OFFER_EXPIRED) : how;
        receivers.undecided().forEach(one -> one.end(late));
        switch (how) {
            case State.Completed() -> {
                turn.broadcast(new Frame.Completed(null));
                turn.publish(new Fact.Completed(
                        receivers.completed().stream().map(one -> one.peer).toList()));
            }
            case State.Failed(var reason) -> announce(new Fact.Failed(reason));
            case State.Cancelled(var reason) -> announce(new Fact.Cancelled(reason));
            case State.Expired(var reason) -> announce(new Fact.Expired(reason));
            case State.Pending(), State.Active(), State.Paused _ ->
                throw new IllegalArgumentException(how.wire() + " is no end");
        }
        turn.add(new Effect.EndSpool(isKept()));
    }

    private void announce(Fact fact) {
        turn.broadcast(new Frame.Cancelled(null, state));
        turn.publish(fact);
    }

    private boolean isKept() {
        return offer.stored()
                && sender.upload.isStored()
                && receivers.completed().stream().anyMatch(Delivery::isStored);
    }

    /** Ends the transfer if nobody takes chunks any more, and nobody may accept any more. */
    void endIfNobodyIsLeft() {
        if (state.isOver()) return;
        if (!receivers.running().isEmpty()) {
            lingersUntil = null;
            tellOfEnds();
            return;
        }
        if (waitsForSomebodyToJoin()) return;
        if (lingersUntil == null && startedAt != null) lingersUntil = turn.now.plus(settings.lateAcceptance());
        if (receivers.undecided().isEmpty() || isDue(lingersUntil)) {
            end(receivers.completed().isEmpty() ? lastEnd : new State.Completed());
        }
        tellOfEnds();
    }

    /** An offer to everybody, in a room where nobody else has been yet: who joins may accept. */
    private boolean waitsForSomebodyToJoin() {
        boolean isEmpty = receivers.all().isEmpty() && lastEnd == NOBODY_CAME;
        return isEmpty && offer.receiver() == null && !isDue(expiresAt());
    }

    /** Tells who is concerned of ended parts; if the transfer has ended with them, everybody knows. */
    private void tellOfEnds() {
        for (var delivery : justEnded) {
            if (state.isOver()) break;
            var frame = delivery.state() instanceof State.Completed
                    ? new Frame.Completed(delivery.peer)
                    : new Frame.Cancelled(delivery.peer, delivery.state());
            turn.send(sender.peer, frame);
            turn.send(delivery.peer, frame);
        }
        justEnded.clear();
    }

    // --- how it goes on

    /** Does what has become possible, and says when time will bring more. */
    void settle() {
        if (state.isOver()) return;
        sendChunks();
        for (var delivery : receivers.running()) {
            if (delivery.confirmed() == chunking.count()) end(delivery, new State.Completed());
        }
        endIfNobodyIsLeft();
        if (state.isOver()) return;
        update();
        grant();
        expect();
        if (state instanceof State.Active && (reportedAt == null || isDue(reportDue()))) report();
        alarm.set(nextDue(), turn);
    }

    private void sendChunks() {
        for (var delivery : receivers.all()) {
            for (int next; (next = delivery.next(sender.upload.prefix())) >= 0; ) {
                turn.add(new Effect.SendChunk(delivery.peer, next));
            }
        }
    }

    /** Works out the states anew. */
    void update() {
        if (startedAt == null) return;
        for (var delivery : receivers.all()) delivery.update(sender.paused, turn.now);
        var before = state;
        state = worked();
        if (state instanceof State.Paused && !(before instanceof State.Paused)) {
            turn.publish(new Fact.Paused(turn.actor));
        } else if (state instanceof State.Active && before instanceof State.Paused) {
            turn.publish(new Fact.Resumed(turn.actor));
        }
    }

    private State worked() {
        var running = receivers.running();
        if (running.isEmpty() || receivers.anyActive()) return new State.Active();
        var causes = running.stream()
                .flatMap(delivery -> delivery.state() instanceof State.Paused(var some) ? some.stream() : Stream.of())
                .collect(Collectors.toSet());
        return new State.Paused(causes);
    }

    private void grant() {
        if (!sender.connected || !receivers.anyActive()) return;
        int credits = sender.upload.grant(turn.now);
        if (credits == 0) return;
        turn.send(sender.peer, new Frame.Credit(credits, sender.told ? List.of() : sender.upload.missing()));
        sender.told = true;
    }

    private void expect() {
        sender.expect(receivers.anyActive(), turn.now);
        for (var delivery : receivers.all()) delivery.expect(sender.upload.prefix(), turn.now);
    }

    private @Nullable Instant reportDue() {
        return after(reportedAt, settings.progressEvery());
    }

    private void report() {
        reportedAt = turn.now;
        var progress = progress();
        turn.broadcast(new Frame.Progressed(progress));
        turn.publish(new Fact.Progressed(progress));
    }

    Progress progress() {
        int received = receivers.confirmed();
        var parts = receivers.accepted().stream()
                .map(one -> new Progress.Receiver(one.peer, one.state(), one.confirmed()))
                .toList();
        return new Progress(
                state,
                sender.upload.storedCount(),
                received,
                chunking.count(),
                Percent.of(received, chunking.count()),
                chunking.bytes(received),
                parts,
                turn.now);
    }

    private List<@Nullable Instant> dues() {
        var dues = new ArrayList<@Nullable Instant>();
        if (!receivers.undecided().isEmpty() || receivers.all().isEmpty()) dues.add(expiresAt());
        dues.add(senderGraceEnds());
        dues.add(lingersUntil);
        dues.add(after(sender.waitingSince, settings.idle()));
        if (state instanceof State.Active) dues.add(reportDue());
        for (var delivery : receivers.running()) {
            dues.add(after(delivery.pausedAt(), settings.pausedLife()));
            dues.add(after(delivery.waitingSince(), settings.idle()));
            dues.add(after(delivery.collectingSince(), settings.pausedLife()));
        }
        return dues;
    }

    private @Nullable Instant nextDue() {
        Instant next = null;
        for (var due : dues()) if (due != null && (next == null || due.isBefore(next))) next = due;
        return next;
    }
}
