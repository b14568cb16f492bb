package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Reason;
import io.bitchat.rooms.Refusal;
import org.jspecify.annotations.Nullable;

/** What peers do, and why they may not. */
final class Moves {
    private final Course course;
    private final Sender sender;
    private final Turn turn;

    Moves(Course course, Turn turn) {
        this.course = course;
        sender = course.sender;
        this.turn = turn;
    }

    /** Makes the move, or says why it is refused. */
    @Nullable
    Refusal make(Input.Move move) {
        if (move.peer().equals(sender.peer)) return bySender(move);
        var part = course.receivers.of(move.peer());
        return part == null ? Refusal.NOT_A_PARTY : byReceiver(move, part);
    }

    // --- the sender

    private @Nullable Refusal bySender(Input.Move move) {
        return switch (move) {
            case Input.Accept _, Input.Reject _, Input.Retransmit _, Input.Credit _, Input.Collect _ ->
                Refusal.NOT_THE_RECEIVER;
            case Input.Cancel _, Input.Pause _, Input.Resume _, Input.Complete _, Input.Chunk _ -> {
                if (course.state().isOver()) yield over(course.state());
                yield course.startedAt == null && !(move instanceof Input.Cancel)
                        ? Refusal.NOT_ACCEPTED
                        : bySenderInTime(move);
            }
        };
    }

    private @Nullable Refusal bySenderInTime(Input.Move move) {
        return switch (move) {
            case Input.Pause _ -> pauseAll();
            case Input.Resume _ -> resumeAll();
            case Input.Cancel(var _, var reason) -> cancelAll(reason);
            case Input.Complete _ -> completeUpload();
            case Input.Chunk chunk -> take(chunk);
            case Input.Accept _, Input.Reject _, Input.Retransmit _, Input.Credit _, Input.Collect _ ->
                Refusal.NOT_THE_RECEIVER;
        };
    }

    private @Nullable Refusal pauseAll() {
        if (sender.paused) return Refusal.ALREADY_PAUSED;
        sender.paused = true;
        course.update();
        tellAll(new Frame.Paused(sender.peer, State.Cause.SENDER, course.state()));
        return null;
    }

    private @Nullable Refusal resumeAll() {
        if (!sender.paused) return notPaused(course.state());
        sender.paused = false;
        course.update();
        turn.send(sender.peer, new Frame.Resumed(sender.peer, course.state(), sender.upload.firstMissing()));
        for (var part : course.receivers.running())
            turn.send(part.peer, new Frame.Resumed(sender.peer, course.state(), part.confirmed()));
        return null;
    }

    /** Tells those at work. Whoever acts is told too: it may have acted by another device, or by a request. */
    private void tellAll(Frame frame) {
        turn.send(sender.peer, frame);
        for (var part : course.receivers.running()) turn.send(part.peer, frame);
    }

    private @Nullable Refusal cancelAll(String reason) {
        if (reason.length() > Reason.MAX_LENGTH) return Refusal.BAD_REASON;
        course.end(new State.Cancelled(reason.isBlank() ? Reason.CANCELLED_BY_SENDER : reason));
        return null;
    }

    private @Nullable Refusal completeUpload() {
        if (sender.upload.isIn()) return null;
        if (sender.connected) turn.send(sender.peer, new Frame.Credit(0, sender.upload.missing()));
        return Refusal.INCOMPLETE;
    }

    private @Nullable Refusal take(Input.Chunk chunk) {
        if (chunk.over() == Input.Way.HTTP && course.state() instanceof State.Paused) return Refusal.PAUSED;
        return switch (sender.upload.take(chunk, turn.now)) {
            case NEW -> {
                sender.acted(turn.now, chunk.over());
                turn.add(new Effect.StoreChunk((int) chunk.index()));
                yield null;
            }
            case REPEATED -> null;
            case DAMAGED -> {
                sender.acted(turn.now, chunk.over());
                turn.send(sender.peer, new Frame.Retransmit((int) chunk.index()));
                yield Refusal.CHECKSUM_MISMATCH;
            }
            case DAMAGED_AGAIN -> {
                course.end(new State.Failed(Reason.CHECKSUM_MISMATCH));
                yield Refusal.CHECKSUM_MISMATCH;
            }
            case NO_CREDIT -> Refusal.NO_CREDIT;
            case NO_SUCH_CHUNK -> Refusal.NO_SUCH_CHUNK;
            case WRONG_LENGTH -> Refusal.WRONG_LENGTH;
        };
    }

    // --- a receiver

    private @Nullable Refusal byReceiver(Input.Move move, Delivery part) {
        if (move instanceof Input.Chunk) return Refusal.NOT_THE_SENDER;
        if (part.state().isOver()) return over(part.state());
        return part.isUndecided() ? decide(move, part) : byRunning(move, part);
    }

    private @Nullable Refusal decide(Input.Move move, Delivery part) {
        return switch (move) {
            case Input.Accept accept -> accept(part, accept);
            case Input.Reject(var _, var reason) -> reject(part, reason);
            case Input.Pause _,
                    Input.Resume _,
                    Input.Cancel _,
                    Input.Complete _,
                    Input.Chunk _,
                    Input.Retransmit _,
                    Input.Collect _,
                    Input.Credit _ -> Refusal.NOT_ACCEPTED;
        };
    }

    private @Nullable Refusal accept(Delivery part, Input.Accept move) {
        if (course.receivers.accepted().size() >= course.settings.maxReceivers()) return Refusal.TOO_MANY_RECEIVERS;
        if (course.startedAt == null) {
            course.startedAt = turn.now;
            if (!sender.connected) sender.lostAt = turn.now;
        }
        part.accept(move, turn.now);
        turn.send(sender.peer, new Frame.Accepted(part.peer));
        turn.publish(new Fact.Accepted(part.peer));
        return null;
    }

    private @Nullable Refusal reject(Delivery part, String given) {
        if (given.length() > Reason.MAX_LENGTH) return Refusal.BAD_REASON;
        var reason = given.isBlank() ? Reason.REJECTED : given;
        course.end(part, new State.Cancelled(reason));
        turn.send(sender.peer, new Frame.Rejected(part.peer, reason));
        turn.publish(new Fact.Rejected(part.peer, reason));
        return null;
    }

    private @Nullable Refusal byRunning(Input.Move move, Delivery part) {
        return switch (move) {
            case Input.Accept _, Input.Reject _ -> Refusal.ALREADY_ACCEPTED;
            case Input.Pause _ -> pause(part);
            case Input.Resume _ -> resume(part);
            case Input.Cancel(var _, var reason) -> cancel(part, reason);
            case Input.Complete _ ->
                confirm(part, 0, course.offer.file().chunking().count(), Refusal.INCOMPLETE);
            case Input.Credit(var _, long credits, long confirmed) ->
                confirm(part, credits, confirmed, Refusal.BAD_CREDIT);
            case Input.Retransmit(var _, long index) -> repeat(part, index);
            case Input.Collect(var _, long index) -> collect(part, index);
            case Input.Chunk _ -> Refusal.NOT_THE_SENDER;
        };
    }

    private @Nullable Refusal pause(Delivery part) {
        if (part.isPaused()) return Refusal.ALREADY_PAUSED;
        part.pause(true);
        course.update();
        var frame = new Frame.Paused(part.peer, State.Cause.RECEIVER, course.state());
        turn.send(sender.peer, frame);
        turn.send(part.peer, frame);
        return null;
    }

    private @Nullable Refusal resume(Delivery part) {
        if (!part.isPaused()) return notPaused(part.state());
        part.pause(false);
        course.update();
        turn.send(sender.peer, new Frame.Resumed(part.peer, course.state(), sender.upload.firstMissing()));
        turn.send(part.peer, new Frame.Resumed(part.peer, course.state(), part.confirmed()));
        return null;
    }

    private @Nullable Refusal cancel(Delivery part, String reason) {
        if (reason.length() > Reason.MAX_LENGTH) return Refusal.BAD_REASON;
        course.end(part, new State.Cancelled(reason.isBlank() ? Reason.CANCELLED_BY_RECEIVER : reason));
        return null;
    }

    private @Nullable Refusal confirm(Delivery part, long credits, long confirmed, Refusal otherwise) {
        int window = course.settings.window(course.offer.file().chunking().chunkSize());
        return part.credit(credits, confirmed, window) ? null : otherwise;
    }

    private @Nullable Refusal repeat(Delivery part, long index) {
        if (!part.mayRepeat(index)) return Refusal.NO_SUCH_CHUNK;
        if (!part.repeat((int) index)) course.end(part, new State.Failed(Reason.CHECKSUM_MISMATCH));
        return null;
    }

    private @Nullable Refusal collect(Delivery part, long index) {
        if (part.isFedBySocket()) return Refusal.FED_BY_SOCKET;
        if (!course.offer.file().chunking().has(index)) return Refusal.NO_SUCH_CHUNK;
        part.collect(turn.now);
        course.update();
        if (!part.isActive()) return Refusal.PAUSED;
        return sender.upload.has(index) ? null : Refusal.NOT_THERE_YET;
    }

    private static Refusal notPaused(State state) {
        return state instanceof State.Paused ? Refusal.PAUSED_BY_OTHER : Refusal.NOT_PAUSED;
    }

    private static Refusal over(State state) {
        return state instanceof State.Expired ? Refusal.OFFER_EXPIRED : Refusal.TRANSFER_OVER;
    }
}
