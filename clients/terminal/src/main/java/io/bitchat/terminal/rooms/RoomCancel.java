package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Client;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.Site;
import io.bitchat.terminal.SiteOptions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Cancels offers that have not ended. Nobody gets the rest of these files. */
public final class RoomCancel {
    private static final List<String> RUNNING = List.of("pending", "active", "paused");
    private static final int CONFLICT = 409;

    private final RoomOptions of;
    private final SiteOptions options;
    private final PrintStream out;

    public RoomCancel(RoomOptions of, SiteOptions options, PrintStream out) {
        this.of = of;
        this.options = options;
        this.out = out;
    }

    /**
     * Cancels and prints what was offered: to this peer and in this room, if they are given, and of these names.
     *
     * @param paths the files; none stands for all
     */
    public void cancel(List<Path> paths) throws IOException {
        var names = paths.stream().map(Local::nameOf).collect(Collectors.toSet());
        int cancelled = 0;
        try (var client = new Client()) {
            var site = client.site(options);
            for (var status : RUNNING) {
                for (var transfer : Client.await(list(site, status))) {
                    if (!isMeant(transfer) || !(names.isEmpty() || names.contains(transfer.getString("filename")))) {
                        continue;
                    }
                    Client.await(cancel(site, transfer));
                    out.println("cancelled " + title(transfer));
                    cancelled++;
                }
            }
        }
        if (cancelled == 0) throw new Failure("nothing to cancel: no such offer of '" + options.peer + "' goes on");
    }

    private Future<List<JsonObject>> list(Site site, String status) {
        var query = "?limit=200&status=" + status + "&peer_id=" + TransferEnd.encoded(options.peer);
        return site.call(HttpMethod.GET, "/file-transfers" + query)
                .compose(answer -> answer.isOk()
                        ? Future.succeededFuture(new JsonArray(answer.body()))
                        : Site.refused("the offers cannot be listed", answer))
                .map(all -> all.stream().map(JsonObject.class::cast).toList());
    }

    private boolean isMeant(JsonObject transfer) {
        return options.peer.equals(transfer.getString("sender_id"))
                && (of.to == null || of.to.equals(transfer.getString("receiver_id")))
                && (of.room == null || of.room.equals(transfer.getString("room_id")));
    }

    private Future<Void> cancel(Site site, JsonObject transfer) {
        var path = "/rooms/" + TransferEnd.encoded(transfer.getString("room_id")) + "/file-transfer/"
                + transfer.getString("transfer_id") + "?peer_id=" + TransferEnd.encoded(options.peer);
        return site.call(HttpMethod.DELETE, path)
                .compose(answer -> answer.isOk() || answer.status() == CONFLICT // it has ended meanwhile
                        ? Future.succeededFuture()
                        : Site.refused("the offer cannot be cancelled", answer));
    }

    private static String title(JsonObject transfer) {
        var to = transfer.getString("receiver_id");
        return Local.shown(transfer.getString("filename", ""))
                + (to == null ? " in " + transfer.getString("room_id") : " to " + to);
    }
}
