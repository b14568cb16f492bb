package io.bitchat.rooms.transfer;

import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.TransferSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * State machine of one transfer, for the service between the sender and the receivers. Each receiver accepts, pauses and
 * goes on for itself; the sender brings each chunk once. Single-threaded. docs/protocols/rooms.md is the specification.
 */
public final class Transfer {
    private final Course course;
    private final Sender sender;
    private final Receivers receivers;

    /**
     * What follows from an input.
     *
     * @param refusal why the peer may not do this; the driver answers with it, and the state is as it was, except that a
     *     damaged chunk may end the transfer
     * @param effects effects for the driver; time may have brought some even if the input is refused
     */
    public record Result(Optional<Refusal> refusal, List<Effect> effects) {
        public Result {
            effects = List.copyOf(effects);
        }
    }

    private Transfer(Offer offer, TransferSettings settings, Upload upload, Instant offeredAt) {
        sender = new Sender(offer.sender(), upload);
        course = new Course(offer, settings, sender, offeredAt);
        receivers = course.receivers;
    }

    /**
     * A new transfer. {@link Input.Started} is its first input.
     *
     * @param participants those in the room, who may accept if the offer is for everybody
     */
    public static Transfer offered(Offer offer, Set<String> participants, TransferSettings settings, Instant now) {
        var transfer = new Transfer(offer, settings, upload(offer, settings, List.of(), List.of()), now);
        var receiver = offer.receiver();
        for (var peer : receiver == null ? participants.stream().sorted().toList() : List.of(receiver)) {
            if (!peer.equals(offer.sender())) transfer.receivers.add(new Delivery(peer, false));
        }
        return transfer;
    }

    /** A transfer as it was before a restart. {@link Input.Started} is its first input. */
    public static Transfer restored(Snapshot snapshot, TransferSettings settings) {
        var offer = snapshot.offer();
        var upload = upload(offer, settings, snapshot.stored(), snapshot.doubted());
        var transfer = new Transfer(offer, settings, upload, snapshot.offeredAt());
        transfer.sender.paused = snapshot.pausedBySender();
        transfer.sender.byRequests = snapshot.sentByRequests();
        transfer.course.restore(snapshot.state());
        transfer.course.startedAt = snapshot.startedAt();
        for (var kept : snapshot.receivers())
            transfer.receivers.add(
                    new Delivery(kept, upload.prefix(), offer.file().chunking().count()));
        return transfer;
    }

    private static Upload upload(
            Offer offer, TransferSettings settings, List<IndexRange> stored, List<IndexRange> doubted) {
        var chunking = offer.file().chunking();
        return new Upload(chunking, settings.window(chunking.chunkSize()), stored, doubted);
    }

    public Offer offer() {
        return course.offer;
    }

    public State state() {
        return course.state();
    }

    /** Time after which nobody can accept any more. */
    public Instant expiresAt() {
        return course.expiresAt();
    }

    /** Time of the first accept; empty before. */
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(course.startedAt);
    }

    /** Time of the end; empty before. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(course.endedAt());
    }

    /** How far it is, as of the last input. */
    public Progress progress() {
        return course.progress();
    }

    /** Whether the peer is the sender, or one of those to whom the file is offered. */
    public boolean concerns(String peer) {
        return sender.peer.equals(peer) || receivers.of(peer) != null;
    }

    /**
     * Frames for one more device of a peer that is connected already, in case the device that took part is gone without a
     * word. They change nothing: a device that goes on takes over by what it sends.
     */
    public List<Frame> greeting(String peer) {
        return new Greeting(course).another(peer);
    }

    /** Whether there is such a chunk, and it is in the spool. */
    public boolean isStored(long index) {
        return sender.upload.has(index);
    }

    /** What to keep for a restart. */
    public Snapshot snapshot() {
        return new Snapshot(
                course.offer,
                course.offeredAt,
                course.state(),
                course.startedAt,
                sender.paused,
                sender.byRequests,
                sender.upload.storedRanges(),
                sender.upload.doubtedRanges(),
                receivers.all().stream().map(Delivery::snapshot).toList());
    }

    /** Handles one input, and returns the effects for the driver. What is due by now happens first. */
    public Result handle(Input input, Instant now) {
        var turn = course.begin(actor(input), now);
        boolean wasOver = course.state().isOver();
        if (!wasOver && !(input instanceof Input.Started)) course.runOut();
        var refusal =
                switch (input) {
                    case Input.Move move -> new Moves(course, turn).make(move);
                    case Input.Event event -> {
                        if (!course.state().isOver()) new Events(course, turn).take(event);
                        yield null;
                    }
                };
        course.settle();
        return new Result(Optional.ofNullable(refusal), turn.effects());
    }

    private String actor(Input input) {
        return switch (input) {
            case Input.Move move -> move.peer();
            case Input.Connected(var peer) -> peer;
            case Input.TookOver(var peer) -> peer;
            case Input.Lost(var peer) -> peer;
            case Input.Removed(var peer) -> peer;
            case Input.Joined(var peer) -> peer;
            case Input.Collected(var peer, int _) -> peer;
            case Input.Started _ -> whoIsLost();
            case Input.Stored _, Input.Dropped _, Input.Fail _, Input.Tick() -> sender.peer;
        };
    }

    /** After a restart all are lost; a transfer that was active is then paused by its receivers. */
    private String whoIsLost() {
        var running = receivers.running();
        return running.isEmpty() ? sender.peer : running.getFirst().peer;
    }
}
