package io.bitchat.files.transfer.live;

import io.bitchat.files.spool.Spool;
import io.bitchat.files.spool.SpooledFile;
import io.bitchat.files.transfer.live.RunningTransfer.Secret;
import io.bitchat.rooms.Offer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * The spool of one transfer: opened when it is first needed, and deleted or released at the end.
 *
 * <p>Confined to the event loop of its room.
 */
public final class TransferSpool {
    private final TransferServices services;
    private final Offer offer;
    private final Secret secret;
    private @Nullable Uni<Spool> spool;

    TransferSpool(TransferServices services, Offer offer, Secret secret) {
        this.services = services;
        this.offer = offer;
        this.secret = secret;
    }

    /** Opens a spool; one at a time for each transfer. */
    public static Uni<Spool> open(boolean restored, TransferServices services, Offer offer, Secret secret) {
        return services.spools().open(file(restored, offer, secret));
    }

    private static SpooledFile file(boolean restored, Offer offer, Secret secret) {
        return new SpooledFile(offer.id(), offer.file().chunking(), secret.key(), restored);
    }

    /** Uses a spool that is open already. */
    void use(Spool open) {
        spool = Uni.createFrom().item(open);
    }

    Uni<Spool> get() {
        if (spool == null)
            spool = open(false, services, offer, secret).memoize().indefinitely();
        return spool;
    }

    /** The transfer has ended: nothing of it is left but what is kept. */
    void delete() {
        var cleaning = services.metrics().cleaning();
        var used = spool == null
                ? Uni.createFrom().voidItem()
                : spool.onFailure().recoverWithNull().chain(this::deleted);
        used.chain(() -> services.table().spoolIsGone(offer.id()))
                .onFailure()
                .invoke(failure ->
                        Log.warnf("spool not deleted, the sweep does it transfer=%s cause=%s", offer.id(), failure))
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .with(_ -> services.metrics().cleaned(cleaning));
    }

    private Uni<Void> deleted(@Nullable Spool open) {
        // one that could not be opened may have begun
        return open != null ? open.delete() : services.spools().discard(file(false, offer, secret));
    }

    /** Another replica goes on with what is on the disk: memory, file and lock are free. */
    void close() {
        if (spool == null) return;
        spool.onFailure()
                .recoverWithNull()
                .chain(open -> open == null ? Uni.createFrom().voidItem() : open.close())
                .subscribe()
                .with(_ -> {}, failure -> Log.warnf("spool not closed transfer=%s cause=%s", offer.id(), failure));
    }
}
