package io.bitchat.files.transfer.api;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.Rooms;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/rooms/{roomId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Room transfers")
public class RoomResource {
    private final Access access;
    private final Rooms rooms;

    RoomResource(Access access, Rooms rooms) {
        this.access = access;
        this.rooms = rooms;
    }

    /**
     * A room.
     *
     * @param isGroup whether it is a group, whose members are changed there
     */
    @Schema(name = "Room")
    record RoomResponse(String roomId, boolean isGroup, List<String> participants) {
        static RoomResponse of(Room room) {
            return new RoomResponse(
                    room.id(),
                    room.isGroup(),
                    room.participants().stream().sorted().toList());
        }
    }

    @GET
    @Operation(summary = "Who is in a room", description = "For its participants.")
    public Uni<RoomResponse> get(
            @PathParam("roomId") @Identifier String roomId,
            @QueryParam("peer_id") @Identifier @Nullable String peerId,
            @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(caller -> rooms.find(roomId).invoke(room -> {
                    var who = actor(caller, peerId);
                    if (who != null && !room.has(who)) throw Rooms.notIn(roomId, who);
                    if (!room.exists()) throw Problem.notFound("room", roomId);
                }))
                .map(RoomResponse::of);
    }

    @PUT
    @Path("/participants/{peerId}")
    @Operation(
            summary = "Join a room, or invite somebody",
            description =
                    "A room that nobody has made is made by who joins it first; others are invited by a participant."
                            + " A group's members are changed with the group.")
    public Uni<RoomResponse> invite(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("peerId") @Identifier String peerId,
            @QueryParam("by") @Identifier @Nullable String by,
            @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(caller -> {
                    var actor = actor(caller, by);
                    var who = actor == null ? peerId : actor;
                    access.actsFor(caller, who);
                    return rooms.invite(roomId, who, who.equals(peerId) ? Set.of() : Set.of(peerId));
                })
                .map(RoomResponse::of);
    }

    @DELETE
    @Path("/participants/{peerId}")
    @Operation(
            summary = "Leave a room, or remove somebody",
            description = "Whoever made the room may remove others. Transfers of who leaves are cancelled.")
    @APIResponse(responseCode = "204", description = "No participant any more")
    public Uni<Void> remove(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("peerId") @Identifier String peerId,
            @QueryParam("by") @Identifier @Nullable String by,
            @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(caller -> {
                    var actor = actor(caller, by);
                    return rooms.remove(roomId, actor == null ? peerId : actor, peerId);
                })
                .replaceWithVoid();
    }

    private static @Nullable String actor(Caller caller, @Nullable String named) {
        if (named != null && !caller.mayActAs(named)) {
            throw Problem.forbidden("the token does not belong to '" + named + "'");
        }
        return caller.subject().orElse(named);
    }
}
