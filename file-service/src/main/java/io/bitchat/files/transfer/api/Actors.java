package io.bitchat.files.transfer.api;

import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.transfer.Transfers;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who acts in a request about a room: the peer of the token, or the one that an anonymous caller names. */
@ApplicationScoped
class Actors {
    private final Access access;
    private final Rooms rooms;
    private final Transfers transfers;

    Actors(Access access, Rooms rooms, Transfers transfers) {
        this.access = access;
        this.rooms = rooms;
        this.transfers = transfers;
    }

    /** An end of a transfer for which an anonymous caller acts if it names nobody. */
    enum End {
        SENDER,
        RECEIVER
    }

    /** The peer that acts on a transfer; it is in the room. The request counts against its limit. */
    Uni<String> of(HttpServerRequest request, String roomId, UUID transfer, @Nullable String named, End otherwise) {
        return access.anyone(request).chain(caller -> named(caller, named)
                .map(peer -> rooms.require(roomId, peer).replaceWith(peer))
                .orElseGet(() -> transfers.find(roomId, transfer).map(row -> byDefault(row, otherwise)))
                .invoke(peer -> access.actsFor(caller, peer)));
    }

    /** Checks a caller that only looks: with a token or a name it must be in the room. */
    Uni<Void> look(HttpServerRequest request, String roomId, @Nullable String named) {
        return access.anyone(request).chain(caller -> named(caller, named)
                .<Uni<Void>>map(peer -> rooms.require(roomId, peer).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** The peer that asks about itself, in no room. The request counts against its limit. */
    Uni<String> self(HttpServerRequest request, @Nullable String named) {
        return access.anyone(request).map(caller -> named(caller, named)
                .orElseThrow(() -> Problem.invalid("peer_id", "is needed without a token")));
    }

    /** Like {@link #of}, without counting: a chunk each second would use up a caller's limit. */
    Uni<String> uncounted(HttpServerRequest request, String roomId, Supplier<Uni<String>> otherwise) {
        return access.uncounted(request).chain(caller -> named(caller, request.getParam("peer_id"))
                .map(peer -> rooms.require(roomId, peer).replaceWith(peer))
                .orElseGet(otherwise)
                .invoke(peer -> access.actsFor(caller, peer)));
    }

    static String byDefault(TransferRow row, End end) {
        if (end == End.SENDER) return row.offer().sender();
        if (row.offer().receiver() != null) return row.offer().receiver();
        throw Problem.invalid("peer_id", "is needed: the file is offered to everybody");
    }

    private static Optional<String> named(Caller caller, @Nullable String named) {
        if (named != null && !caller.mayActAs(named)) {
            throw Problem.forbidden("the token does not belong to '" + named + "'");
        }
        return caller.subject().or(() -> Optional.ofNullable(named));
    }
}
