package io.bitchat.files.transfer.link;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.transfer.owner.RoomOwners;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** Decides who gets a link to a room: its participants, and anybody if nobody has made it yet. */
@ApplicationScoped
class LinkAdmission {
    private static final Pattern ID = Pattern.compile(Identifier.REGEX);

    private final Access access;
    private final Rooms rooms;
    private final RoomOwners owners;

    LinkAdmission(Access access, Rooms rooms, RoomOwners owners) {
        this.access = access;
        this.rooms = rooms;
        this.owners = owners;
    }

    /** A link to a room that another replica owns must be opened there. */
    static final class ElsewhereException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String url;

        ElsewhereException(String url) {
            super(url, null, false, false);
            this.url = url;
        }

        /** Address of that replica. */
        String url() {
            return url;
        }
    }

    /**
     * The room of a request; fails with a {@link Problem} if the peer gets no link to it, and with
     * {@link ElsewhereException} if it must ask another replica.
     */
    Uni<Room> of(HttpServerRequest request, String roomId, String peerId) {
        if (!HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                String.valueOf(request.getHeader(HttpHeaders.UPGRADE)))) {
            throw Problem.of(426, "upgrade_required", "this is a WebSocket for the services of the suite");
        }
        if (!ID.matcher(roomId).matches()) throw Problem.invalid("room_id", Identifier.MESSAGE);
        if (!ID.matcher(peerId).matches()) throw Problem.invalid("peer_id", Identifier.MESSAGE);
        return access.uncounted(request)
                .invoke(caller -> {
                    if (!caller.mayActAs(peerId))
                        throw Problem.forbidden("the token does not belong to '" + peerId + "'");
                })
                .chain(() -> owners.elsewhere(roomId))
                .chain(other -> {
                    if (other.isPresent()) throw new ElsewhereException(other.get());
                    return owners.own(roomId);
                })
                .chain(() -> rooms.find(roomId))
                .invoke(room -> {
                    // whoever offers in a room that nobody has made makes it
                    if (room.exists() && !room.has(peerId)) throw Rooms.notIn(roomId, peerId);
                });
    }
}
