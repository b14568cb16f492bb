package io.bitchat.files.transfer;

import io.bitchat.contracts.Event;
import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.transfer.live.Connections;
import io.bitchat.files.transfer.live.FactEvents;
import io.bitchat.files.transfer.live.FrameJson;
import io.bitchat.files.transfer.live.LiveRoom;
import io.bitchat.files.transfer.live.RunningTransfer;
import io.bitchat.files.transfer.live.TransferServices;
import io.bitchat.files.transfer.owner.RoomOwners;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.files.transfer.table.TransferWrites;
import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.transfer.Frame;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.transfer.Transfer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes offers of files. */
@ApplicationScoped
public class Offers {
    private final OfferCheck check;
    private final Rooms rooms;
    private final RoomOwners owners;
    private final TransferServices services;
    private final TransferIds ids;

    Offers(OfferCheck check, Rooms rooms, RoomOwners owners, TransferServices services, TransferIds ids) {
        this.check = check;
        this.rooms = rooms;
        this.owners = owners;
        this.services = services;
        this.ids = ids;
    }

    /**
     * A transfer that was offered.
     *
     * @param isNew whether it was not offered before with the same id
     * @param expiresAt time after which it cannot be accepted
     */
    public record Offered(TransferRow row, boolean isNew, Instant expiresAt) {
        /** The offer as a frame. */
        public String frame() {
            return FrameJson.of(row.offer(), new Frame.Offered(row.offer(), expiresAt));
        }
    }

    /**
     * Offers a file to a room; makes the room if there is none. Fails with a {@link Problem} if a field is not acceptable,
     * the sender is not in the room, the media type is refused, or a limit is reached. The same offer again is the same
     * transfer.
     */
    public Uni<Offered> make(String roomId, OfferRequest request) {
        var offer = check.check(roomId, request);
        return before(offer)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(new Offered(known.get(), false, expiry(known.get())))
                        : rooms.find(roomId).chain(room -> begin(room, offer)));
    }

    /** The transfer of this id, if it was offered before; fails with 409 if that was another offer. */
    private Uni<Optional<TransferRow>> before(OfferRequest.Checked offer) {
        if (offer.transferId() == null) return Uni.createFrom().item(Optional.empty());
        return services.table()
                .find(offer.transferId())
                .invoke(found -> found.ifPresent(row -> {
                    if (!row.offer().equals(offer(offer, row.offer().id())))
                        throw other(row.offer().id());
                }));
    }

    private Instant expiry(TransferRow row) {
        return row.offeredAt().plus(services.config().offerLife());
    }

    private static Problem other(UUID id) {
        return Problem.conflict("transfer_exists", "'" + id + "' is another transfer; choose another transfer_id");
    }

    private static Offer offer(OfferRequest.Checked offer, UUID id) {
        return new Offer(id, offer.roomId(), offer.senderId(), offer.receiverId(), offer.file(), offer.store());
    }

    private Uni<Offered> begin(Room room, OfferRequest.Checked checked) {
        var id = checked.transferId() == null ? ids.next() : checked.transferId();
        var offer = offer(checked, id);
        return owners.ask(room, LiveRoom::present).chain(present -> services.writes()
                .admit(offer, in -> draft(offer, in, present))
                .chain(begun -> owners.ask(begun.room(), place -> begin(begun, place)))
                .onFailure(TransferWrites::isDuplicate)
                .recoverWithUni(() -> madeMeanwhile(checked, id)));
    }

    /** Another request with the same id was faster: it may have been the same offer. */
    private Uni<Offered> madeMeanwhile(OfferRequest.Checked offer, UUID id) {
        return before(offer).map(found -> {
            var row = found.orElseThrow(() -> other(id));
            return new Offered(row, false, expiry(row));
        });
    }

    private Begun draft(Offer offer, Room room, Set<String> present) {
        var now = services.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        var connected = present.stream().filter(room::has).collect(Collectors.toSet());
        var transfer =
                Transfer.offered(offer, room.participants(), services.config().settings(), now);
        var first = transfer.handle(new Input.Started(connected), now);
        var fileId = offer.id().toString();
        var key = services.keys().newKey();
        var secret = new RunningTransfer.Secret(key, services.keys().wrap(fileId, key));
        return new Begun(room, transfer, secret, first, connected, now);
    }

    private Offered begin(Begun begun, LiveRoom place) {
        place.update(begun.room());
        var running = new RunningTransfer(
                begun.transfer(), begun.secret(), place.place(), services, new Connections(begun.connected()));
        place.add(running);
        running.begin(begun.first().effects());
        running.reconcile(place.present());
        var row = running.row();
        return new Offered(row, true, expiry(row));
    }

    /**
     * An offer as it is written, and then begun.
     *
     * @param first what follows from its begin
     * @param connected peers that the transfer was told are connected
     */
    private record Begun(
            Room room,
            Transfer transfer,
            RunningTransfer.Secret secret,
            Transfer.Result first,
            Set<String> connected,
            Instant at)
            implements TransferWrites.Draft {
        @Override
        public TransferRow row() {
            return RunningTransfer.rowOf(transfer, secret);
        }

        @Override
        public List<Event> facts() {
            return List.of(new FactEvents(transfer.offer(), transfer.expiresAt()).offered(at, room.participants()));
        }
    }
}
