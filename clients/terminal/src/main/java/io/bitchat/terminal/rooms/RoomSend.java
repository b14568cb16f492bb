package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Client;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.MediaType;
import io.bitchat.terminal.Site;
import io.bitchat.terminal.SiteOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Offers files to people, one after the other. */
public final class RoomSend {
    private final RoomOptions to;
    private final SiteOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    public RoomSend(RoomOptions to, SiteOptions options, PrintStream out, PrintStream progress) {
        this.to = to;
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    /** Sends all files, and prints the SHA-256 of each. Fails at the first one that does not arrive. */
    public void send(List<Path> paths) throws IOException {
        to.check(options.peer);
        for (var path : paths) if (!Files.isRegularFile(path)) throw Failure.askedWrongly(path + " is not a file");
        try (var client = new Client()) {
            var site = client.site(options);
            if (to.to != null && to.room == null) DirectRoom.enter(site, options.peer, to.to);
            for (var path : paths) {
                try (var file = OfferedFile.open(path)) {
                    send(client, site, path, file);
                    out.println(file.sha256() + "  " + path);
                }
            }
        }
    }

    private String room() {
        return to.room != null ? to.room : Rooms.direct(options.peer, String.valueOf(to.to));
    }

    private void send(Client client, Site site, Path path, OfferedFile file) throws IOException {
        var note = OfferNote.of(
                options.offers(),
                path,
                file,
                options.url.toString(),
                options.peer,
                room(),
                to.all ? "" : String.valueOf(to.to));
        var offering = new Offering(
                running(site, note),
                room(),
                options.peer,
                to.all ? null : to.to,
                Local.nameOf(path),
                MediaType.of(path),
                to.store);
        note.write(offering.transfer());
        var view = new SendView(progress, offering, file.size());
        Client.await(
                new Sending(client.vertx(), site, offering, file, view).run().onComplete(_ -> view.end()));
        note.delete();
    }

    /** The noted transfer, if it has not ended; otherwise a new one. */
    private UUID running(Site site, OfferNote note) {
        Optional<UUID> noted = note.read();
        if (noted.isEmpty()) return UUID.randomUUID();
        var known = Client.await(new TransferEnd(site, room(), noted.get(), options.peer).ask());
        return known.isPresent() && TransferEnd.isOver(known.get()) ? UUID.randomUUID() : noted.get();
    }
}
