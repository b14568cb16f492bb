package io.bitchat.files.transfer;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.transfer.live.LiveRoom;
import io.bitchat.files.transfer.live.LiveRooms;
import io.bitchat.files.transfer.live.RunningTransfer;
import io.bitchat.files.transfer.owner.RoomOwners;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.files.transfer.table.TransferTable;
import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Input;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What may be done with a transfer, for those who are in its room. */
@ApplicationScoped
public class Transfers {
    private final Rooms rooms;
    private final LiveRooms live;
    private final TransferTable table;
    private final RoomOwners owners;
    private final TransfersConfig config;

    Transfers(Rooms rooms, LiveRooms live, TransferTable table, RoomOwners owners, TransfersConfig config) {
        this.rooms = rooms;
        this.live = live;
        this.table = table;
        this.owners = owners;
        this.config = config;
    }

    /** A transfer of a room, running or not. Fails with 404 if the room has none of this id. */
    public Uni<TransferRow> find(String roomId, UUID id) {
        return table.find(id)
                .map(found -> found.filter(row -> row.offer().room().equals(roomId))
                        .orElseThrow(() -> Problem.notFound("transfer", id.toString())))
                .chain(this::asItIs);
    }

    /** A running transfer as it is now, which the database learns only of the larger steps. */
    private Uni<TransferRow> asItIs(TransferRow row) {
        if (row.endedAt() != null) return Uni.createFrom().item(row);
        return rooms.find(row.offer().room())
                .chain(room -> live.ask(room, place -> place.find(row.id()).map(RunningTransfer::row)))
                // it may have ended since it was read, and then its end is in the database
                .chain(running -> running.isPresent()
                        ? Uni.createFrom().item(running.get())
                        : table.find(row.id()).map(found -> found.orElse(row)));
    }

    /** Transfers of a room, the newest first. */
    public Uni<List<TransferRow>> list(TransferTable.Page page) {
        return table.list(page).chain(rows -> {
            if (rows.isEmpty()) return Uni.createFrom().item(rows);
            return Uni.join().all(rows.stream().map(this::asItIs).toList()).andFailFast();
        });
    }

    /**
     * Makes a move, and completes when it is written. Fails with the problem of its refusal, with 403 for who is not in
     * the room, and with 404 if the room has no such transfer.
     */
    public Uni<TransferRow> move(String roomId, UUID id, Input.Move move) {
        return running(
                        roomId,
                        id,
                        move,
                        (transfer, answer) -> transfer.move(move, refusal -> {
                            if (refusal.isPresent()) answer.fail(problem(refusal.get(), id));
                            else answer.complete(transfer.row());
                        }))
                .map(TransferRow.class::cast);
    }

    /** A chunk of the sender, with a request: completes when it is stored. */
    public Uni<TransferRow> chunk(String roomId, UUID id, Input.Chunk chunk, Buffer message) {
        return running(
                        roomId,
                        id,
                        chunk,
                        (transfer, answer) -> transfer.request(chunk, message, taken -> {
                            switch (taken) {
                                case RunningTransfer.Taken.Stored() -> answer.complete(transfer.row());
                                case RunningTransfer.Taken.Refused(var refusal) -> answer.fail(problem(refusal, id));
                                case RunningTransfer.Taken.OutOfOrder() ->
                                    answer.fail(Problem.conflict(
                                            "out_of_order",
                                            "too many chunks before this one are missing; send those first"));
                                case RunningTransfer.Taken.Over(var reason) -> answer.fail(EndProblem.of(reason, id));
                            }
                        }))
                .map(TransferRow.class::cast);
    }

    /** A chunk for a receiver, with a request: the whole binary message. Once it is written, call {@link #collected}. */
    public Uni<Buffer> collect(String roomId, UUID id, Input.Collect collect) {
        return running(
                        roomId,
                        id,
                        collect,
                        (transfer, answer) -> transfer.move(collect, refusal -> {
                            if (refusal.isPresent()) answer.fail(problem(refusal.get(), id));
                            else
                                transfer.read((int) collect.index(), message -> message)
                                        .subscribe()
                                        .with(answer::complete, answer::fail);
                        }))
                .map(Buffer.class::cast);
    }

    /** A chunk was written to a receiver. */
    public void collected(String roomId, UUID id, Input.Collected collected) {
        rooms.find(roomId)
                .subscribe()
                .with(room -> live.in(room, place -> place.find(id).ifPresent(it -> it.happened(collected))), _ -> {});
    }

    /** Takes the result of work in a room. */
    private interface Answer {
        void complete(Object result);

        void fail(Throwable failure);
    }

    private Uni<Object> running(String roomId, UUID id, Input.Move move, BiConsumer<RunningTransfer, Answer> work) {
        return rooms.require(roomId, move.peer())
                .call(room -> owners.own(room.id()))
                .chain(room -> in(room, id, work)
                        .chain(done -> done.map(result -> Uni.createFrom().item(result))
                                .orElseGet(() -> notRunning(roomId, id, move))))
                .ifNoItem()
                .after(patience())
                .failWith(() -> Problem.unavailable(
                        "it takes too long to be written; look at the transfer before you try again"));
    }

    private Duration patience() {
        return config.patience().plus(config.idle());
    }

    /** The result of work on a running transfer; empty if it does not run. */
    private Uni<Optional<Object>> in(Room room, UUID id, BiConsumer<RunningTransfer, Answer> work) {
        return Uni.createFrom()
                .emitter(emitter -> live.in(room, guarded(emitter::fail, place -> {
                    var found = place.find(id);
                    if (found.isEmpty()) {
                        emitter.complete(Optional.empty());
                        return;
                    }
                    work.accept(found.get(), new Answer() {
                        @Override
                        public void complete(Object result) {
                            emitter.complete(Optional.of(result));
                        }

                        @Override
                        public void fail(Throwable failure) {
                            emitter.fail(failure);
                        }
                    });
                })));
    }

    private static Consumer<LiveRoom> guarded(Consumer<Throwable> failed, Consumer<LiveRoom> work) {
        return place -> {
            try {
                work.accept(place);
            } catch (RuntimeException failure) {
                failed.accept(failure);
            }
        };
    }

    private Uni<Object> notRunning(String roomId, UUID id, Input.Move move) {
        return find(roomId, id).map(row -> {
            if (row.endedAt() == null) throw Problem.unavailable("the transfer is being opened; try again");
            var refusal = afterEnd(row, move);
            throw refusal == Refusal.TRANSFER_OVER ? EndProblem.after(row) : problem(refusal, id);
        });
    }

    /** Who may not do it is told so first, as while the transfer runs. */
    private static Refusal afterEnd(TransferRow row, Input.Move move) {
        var offer = row.offer();
        if (move.peer().equals(offer.sender())) {
            if (isOfReceivers(move)) return Refusal.NOT_THE_RECEIVER;
        } else {
            if (offer.receiver() != null && !offer.receiver().equals(move.peer())) return Refusal.NOT_A_PARTY;
            if (move instanceof Input.Chunk) return Refusal.NOT_THE_SENDER;
        }
        return row.status().equals("expired") ? Refusal.OFFER_EXPIRED : Refusal.TRANSFER_OVER;
    }

    private static boolean isOfReceivers(Input.Move move) {
        return switch (move) {
            case Input.Accept _, Input.Reject _, Input.Retransmit _, Input.Credit _, Input.Collect _ -> true;
            case Input.Pause _, Input.Resume _, Input.Cancel _, Input.Complete _, Input.Chunk _ -> false;
        };
    }

    /** The answer to a move that is refused. */
    static Problem problem(Refusal refusal, UUID id) {
        var detail = RefusalText.of(refusal) + " (transfer " + id + ")";
        return refusal == Refusal.NO_CREDIT
                ? Problem.tooMany(refusal.wire(), detail, Duration.ofSeconds(1))
                : Problem.of(refusal.status(), refusal.wire(), detail);
    }
}
