package io.bitchat.files.transfer.table;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.transfer.TransfersConfig;
import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.Refusal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Decides whether an offer is taken: its room lets the sender offer, and no limit is reached. */
@ApplicationScoped
class Admission {
    private final Rooms rooms;
    private final TransferTable table;
    private final TransfersConfig config;

    Admission(Rooms rooms, TransferTable table, TransfersConfig config) {
        this.rooms = rooms;
        this.table = table;
        this.config = config;
    }

    /** The room of an offer, in the transaction that inserts it; fails with a {@link Problem} if it is refused. */
    Uni<Room> of(SqlConnection connection, Offer offer) {
        return rooms.admit(connection, offer.room(), offer.sender(), offer.receiver())
                .call(() -> requireTurn(connection, offer));
    }

    /**
     * Refuses the offers of a peer that has too many running transfers already, for the price of one look: who floods costs
     * no transaction. Whether there are too many is decided in the transaction.
     */
    Uni<Void> requireFew(String sender) {
        return table.running(sender)
                .invoke(running -> {
                    if (running >= config.perUser()) throw refused(Refusal.TOO_MANY_OF_USER);
                })
                .replaceWithVoid();
    }

    private Uni<Void> requireTurn(SqlConnection connection, Offer offer) {
        var limits = config.limits();
        return table.running(connection, offer.sender(), offer.room())
                .invoke(running -> limits.refuse(offer.file().chunking().size(), running.ofUser(), running.inRoom())
                        .ifPresent(refusal -> {
                            throw refused(refusal);
                        }))
                .replaceWithVoid();
    }

    private Problem refused(Refusal refusal) {
        return switch (refusal) {
            case TOO_LARGE ->
                Problem.tooLarge(
                        "a file that is sent in a room may have at most " + config.maxFileSize() + " bytes",
                        config.maxFileSize());
            case TOO_MANY_OF_USER ->
                Problem.tooMany(
                        refusal.wire(),
                        "a peer may send " + config.perUser()
                                + " files at a time; wait for one to end, or cancel one (./bitchat send --cancel)",
                        Duration.ofSeconds(10));
            case TOO_MANY_IN_ROOM ->
                Problem.tooMany(
                        refusal.wire(),
                        "a room may have " + config.perRoom() + " transfers at a time; wait for one to end",
                        Duration.ofSeconds(10));
            default -> throw new IllegalStateException("no limit: " + refusal);
        };
    }
}
