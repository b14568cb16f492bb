package io.bitchat.files.transfer.api;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.transfer.OfferRequest;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.files.transfer.table.TransferTable;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The running transfers of all rooms, for the services of the suite; the gateway has no way here. */
@Cancellable(false)
@Path("/internal/transfers/running")
@Produces(MediaType.APPLICATION_JSON)
public class RunningResource {
    private final TransferTable table;
    private final Rooms rooms;

    RunningResource(TransferTable table, Rooms rooms) {
        this.table = table;
        this.rooms = rooms;
    }

    /**
     * A running transfer.
     *
     * @param parties the sender, and the receivers that have accepted
     * @param participants everybody in its room
     */
    record Running(
            String transferId, String roomId, String senderId, List<String> parties, List<String> participants) {}

    /** @param next to be sent as {@code after} for the next page; absent on the last one */
    record RunningPage(List<Running> items, @Nullable String next) {}

    @GET
    @Operation(hidden = true)
    public Uni<RunningPage> list(
            @QueryParam("after") @Pattern(regexp = OfferRequest.UUID_REGEX) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        return table.unfinished(after == null ? null : UUID.fromString(after), limit)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(new RunningPage(List.of(), null))
                        : Uni.join()
                                .all(rows.stream().map(this::running).toList())
                                .andFailFast()
                                .map(items -> new RunningPage(
                                        items,
                                        rows.size() < limit
                                                ? null
                                                : rows.getLast().id().toString())));
    }

    private Uni<Running> running(TransferRow row) {
        return rooms.find(row.offer().room()).map(room -> running(row, room));
    }

    private static Running running(TransferRow row, Room room) {
        var receivers = row.receivers().stream()
                .filter(one -> one.status().equals("active") || one.status().equals("paused"))
                .map(TransferRow.Receiver::peerId);
        return new Running(
                row.id().toString(),
                room.id(),
                row.offer().sender(),
                Stream.concat(Stream.of(row.offer().sender()), receivers).toList(),
                room.participants().stream().sorted().toList());
    }
}
