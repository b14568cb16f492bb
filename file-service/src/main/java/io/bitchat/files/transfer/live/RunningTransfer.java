package io.bitchat.files.transfer.live;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.FileKey;
import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.files.flow.Pacer;
import io.bitchat.files.keys.KeyRing.Wrapped;
import io.bitchat.files.spool.Spool;
import io.bitchat.files.transfer.table.NotOwnerException;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.files.transfer.table.TransferWrites;
import io.bitchat.kit.problem.Problem;
import io.bitchat.retry.Backoff;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Effect;
import io.bitchat.rooms.transfer.Fact;
import io.bitchat.rooms.transfer.Frame;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.transfer.State;
import io.bitchat.rooms.transfer.Transfer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one transfer: gives inputs to its state machine, and carries out the effects in their order. What a crash must not
 * lose is written before anybody hears of it.
 *
 * <p>Confined to the event loop of its room.
 */
public final class RunningTransfer {
    private static final int MAX_STEPS = 10_000;
    private static final int MAX_ATTEMPTS = 720;
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 5_000);

    private final Transfer machine;
    private final Secret secret;
    private final RoomLoop loop;
    private final Audience audience;
    private final TransferServices services;
    private final FactEvents facts;
    private final Connections connections;
    private final Intake intake;
    private final Map<String, Outgoing> outgoing = new HashMap<>();
    private final AwaitedChunks awaited = new AwaitedChunks();
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private boolean writing;
    private boolean abandoned;
    private long timer = -1;
    private final TransferSpool spool;

    /** The key of a transfer's spool, and how it is stored. */
    public record Secret(FileKey key, Wrapped wrapped) {}

    /** What a transfer needs of its room. */
    public record Place(RoomLoop loop, Audience audience, Pacer pacer) {}

    public RunningTransfer(
            Transfer machine, Secret secret, Place place, TransferServices services, Connections connections) {
        this.machine = machine;
        this.secret = secret;
        this.loop = place.loop();
        this.audience = place.audience();
        this.services = services;
        this.facts = new FactEvents(machine.offer(), machine.expiresAt());
        this.connections = connections;
        this.spool = new TransferSpool(services, machine.offer(), secret);
        this.intake = new Intake(
                new Intake.Setup(machine.offer().file(), services, place.pacer(), spool::get, loop),
                machine.progress().chunksSent(),
                this::happened);
    }

    /** What is offered. */
    public Offer offer() {
        return machine.offer();
    }

    /** Its connections. */
    public Connections connections() {
        return connections;
    }

    /** Whether the peer may have to do with the transfer: the sender, and those to whom it is offered. */
    public boolean mayAct(String peerId) {
        return machine.concerns(peerId);
    }

    /** Whether the peer is the sender, or a receiver that has accepted. */
    public boolean isParty(String peerId) {
        return offer().sender().equals(peerId)
                || machine.progress().receivers().stream()
                        .anyMatch(
                                one -> one.peer().equals(peerId) && !one.state().isOver());
    }

    /** The transfer as it is now. */
    public TransferRow row() {
        return rowOf(machine, secret);
    }

    /** A transfer as it is now, before it runs. */
    public static TransferRow rowOf(Transfer transfer, Secret secret) {
        return TransferRow.of(transfer, secret.wrapped());
    }

    /** Tells the transfer of peers that have come or gone since it was made. */
    public void reconcile(Set<String> present) {
        for (var event : connections.reconcile(present)) happened(event);
    }

    /** A device has come. If another one takes part already, it hears what to go on with. */
    public void opened(Link device) {
        var peer = device.peerId();
        if (connections.acting(peer) != null)
            machine.greeting(peer).forEach(frame -> device.send(FrameJson.of(offer(), frame)));
        for (var event : connections.opened(device)) happened(event);
    }

    /** Uses a spool that is open already. */
    public void use(Spool open) {
        spool.use(open);
    }

    /** Carries out the first effects, whose facts are written already. */
    public void begin(List<Effect> first) {
        services.metrics().begun();
        run(new Step(first, null, false, null, Optional.empty(), _ -> {}));
    }

    // --- inputs

    /** Something has happened. */
    public void happened(Input.Event event) {
        if (!machine.state().isOver()) give(event, null, _ -> {});
        if (event instanceof Input.Stored(int index)) awaited.tell(index, new Taken.Stored());
        if (event instanceof Input.Dropped(int index)) awaited.tell(index, new Taken.OutOfOrder());
        if (machine.state().isOver())
            awaited.tellAll(new Taken.Over(machine.state().error()));
    }

    /** A peer does something; {@code answer} takes the refusal once what follows is written. */
    public void move(Input.Move move, Consumer<Optional<Refusal>> answer) {
        if (steps.size() >= MAX_STEPS) {
            Log.warnf(
                    "too much waits for the database transfer=%s",
                    machine.offer().id());
            throw Problem.unavailable("the database does not answer; try again");
        }
        give(move, null, answer);
    }

    /** A chunk has come on a socket. */
    public void chunk(Input.Chunk chunk, Buffer message, Consumer<Optional<Refusal>> answer) {
        give(chunk, message, answer);
    }

    /** What became of a chunk. */
    public sealed interface Taken {
        /** It is stored, now or before. */
        record Stored() implements Taken {}

        record Refused(Refusal refusal) implements Taken {}

        /** There is no room for it now, because too much before it is missing. */
        record OutOfOrder() implements Taken {}

        /**
         * The transfer has ended meanwhile.
         *
         * @param reason as in {@link State#error}; empty if it succeeded, or goes on elsewhere
         */
        record Over(String reason) implements Taken {}
    }

    /** A chunk has come with a request, which is answered when it is known what has become of it. */
    public void request(Input.Chunk chunk, Buffer message, Consumer<Taken> answer) {
        give(chunk, message, refusal -> {
            if (refusal.isPresent()) answer.accept(new Taken.Refused(refusal.get()));
            else if (machine.isStored(chunk.index())) answer.accept(new Taken.Stored());
            else if (machine.state().isOver())
                answer.accept(new Taken.Over(machine.state().error()));
            else awaited.add((int) chunk.index(), answer);
        });
    }

    private void give(Input input, @Nullable Buffer message, Consumer<Optional<Refusal>> answer) {
        if (abandoned) return;
        var result = machine.handle(input, services.clock().instant());
        boolean store = input instanceof Input.Accept accept && accept.store();
        var row = Step.mustBeWritten(input, result) ? row() : null;
        var step = new Step(result.effects(), message, store, row, result.refusal(), answer);
        // what has no effect waits for nothing: a flood of refused chunks is not kept while the database is away
        if (row == null && (steps.isEmpty() || result.effects().isEmpty())) {
            run(step);
        } else {
            steps.add(step);
            next();
        }
    }

    // --- what is written

    private void next() {
        while (!writing && !steps.isEmpty()) {
            var step = steps.peek();
            if (step.row() != null) {
                writing = true;
                write(step, 0);
                return;
            }
            run(steps.poll());
        }
    }

    private void write(Step step, int attempt) {
        written(step)
                .subscribe()
                .with(
                        _ -> loop.execute(this::wasWritten),
                        failure -> loop.execute(() -> {
                            if (failure instanceof NotOwnerException) {
                                Log.warnf("transfer runs elsewhere transfer=%s", offer().id());
                                abandon();
                                return;
                            }
                            if (attempt == MAX_ATTEMPTS) {
                                Log.errorf(
                                        failure, "transfer not written, it goes on without transfer=%s", offer().id());
                                wasWritten();
                                return;
                            }
                            if (attempt % 10 == 0)
                                Log.warnf("transfer not written, retrying transfer=%s cause=%s", offer().id(), failure);
                            services.vertx()
                                    .setTimer(
                                            BACKOFF.millisAfter(attempt + 1),
                                            _ -> loop.execute(() -> write(step, attempt + 1)));
                        }));
    }

    private void wasWritten() {
        writing = false;
        var step = steps.poll();
        if (step != null) run(step);
        next();
    }

    private Uni<Void> written(Step step) {
        var row = step.row();
        if (row == null) return Uni.createFrom().voidItem();
        if (!step.isKept() || offer().file().chunking().size() == 0)
            return services.writes().save(services.replica().id(), row, events(step, null));
        var fileId = offer().id().toString();
        var plan = new ChunkPlan(offer().file().chunking().size(), services.pieceSize());
        return spool.get()
                .chain(Spool::keep)
                .map(Optional::of)
                .onFailure()
                .invoke(failure -> Log.warnf("file not kept transfer=%s cause=%s", fileId, failure))
                .onFailure()
                .recoverWithItem(Optional.empty())
                .chain(pieces -> pieces.isEmpty()
                        ? services.writes().save(services.replica().id(), row, events(step, null))
                        : services.writes()
                                .keep(
                                        services.replica().id(),
                                        row.keptAs(fileId),
                                        events(step, fileId),
                                        new TransferWrites.Kept(pieces.get(), plan)));
    }

    private List<TransferEvent> events(Step step, @Nullable String fileId) {
        var now = now();
        return step.facts().stream()
                .map(fact -> facts.of(fact, now, step.store(), fileId))
                .toList();
    }

    private Instant now() {
        return services.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    // --- what is carried out

    private void run(Step step) {
        for (var effect : step.effects()) run(effect, step);
        step.answer().accept(step.refusal());
    }

    private void run(Effect effect, Step step) {
        switch (effect) {
            case Effect.Send(var to, var frame) -> send(to, frame);
            case Effect.Broadcast(var frame) -> audience.broadcast(FrameJson.of(offer(), frame));
            case Effect.StoreChunk(int index) -> {
                if (step.message() != null) intake.take(index, step.message());
            }
            case Effect.SendChunk(var to, int index) -> sendChunk(to, index);
            case Effect.Publish(Fact.Progressed(var progress)) ->
                services.events().publish(facts.progressed(progress, now(), audience.participants()));
            case Effect.Publish _ -> {} // written with the step
            case Effect.Wake(var at) -> wake(at);
            case Effect.EndSpool _ -> end();
        }
    }

    private void send(String to, Frame frame) {
        var devices = connections.of(to, audience.devicesOf(to));
        if (devices.isEmpty()) return;
        var text = FrameJson.of(offer(), frame);
        devices.forEach(device -> device.send(text));
    }

    private void sendChunk(String to, int index) {
        var device = connections.acting(to);
        if (device == null) return; // lost meanwhile; it says where to go on when it is back
        var way = outgoing.get(to);
        if (way != null && way.isFor(device)) {
            way.add(index);
            return;
        }
        stopSending(to);
        spool.get()
                .subscribe()
                .with(
                        open -> loop.execute(() -> {
                            if (connections.acting(to) != device) return;
                            outgoing.computeIfAbsent(to, _ -> new Outgoing(device, open, loop, this::unreadable))
                                    .add(index);
                        }),
                        failure -> loop.execute(() -> unreadable(failure)));
    }

    private void unreadable(Throwable failure) {
        Log.warnf("chunk not read, the transfer fails transfer=%s cause=%s", offer().id(), failure);
        happened(new Input.Fail(Intake.reasonOf(failure)));
    }

    /** Forgets what waits for a device that has gone, or that another one replaces. */
    public void stopSending(String peerId) {
        var way = outgoing.remove(peerId);
        if (way != null) way.stop();
    }

    private void wake(Instant at) {
        if (timer >= 0) services.vertx().cancelTimer(timer);
        long millis =
                Math.max(1, Duration.between(services.clock().instant(), at).toMillis() + 1);
        timer = services.vertx().setTimer(millis, _ -> loop.execute(() -> happened(new Input.Tick())));
    }

    /** Another replica runs the transfer now: nothing more happens here. */
    void abandon() {
        abandoned = true;
        if (timer >= 0) services.vertx().cancelTimer(timer);
        outgoing.values().forEach(Outgoing::stop);
        steps.clear();
        spool.close();
        awaited.tellAll(new Taken.Over(""));
        audience.ended(this);
    }

    // --- the spool, and the end

    /** Reads a chunk that is stored. */
    public <T> Uni<T> read(int index, Function<Buffer, T> as) {
        return spool.get().chain(open -> open.get(index)).map(as);
    }

    private void end() {
        if (timer >= 0) services.vertx().cancelTimer(timer);
        outgoing.values().forEach(Outgoing::stop);
        services.metrics().ended(machine.state().wire());
        spool.delete();
        audience.ended(this);
    }
}
