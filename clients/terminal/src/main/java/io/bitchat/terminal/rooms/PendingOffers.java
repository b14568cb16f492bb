package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Site;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;

/** What was offered to a peer by name before it looked. */
final class PendingOffers {
    /** A device is in at most so many rooms. */
    private static final int MAX_ROOMS = 16;

    private final Site site;
    private final String peer;

    PendingOffers(Site site, String peer) {
        this.site = site;
        this.peer = peer;
    }

    /** The rooms of the newest offers: who joins them is told of the offers. */
    Future<Set<String>> rooms() {
        var query = "?status=pending&limit=200&peer_id=" + TransferEnd.encoded(peer);
        return site.call(HttpMethod.GET, "/file-transfers" + query)
                .compose(answer -> answer.isOk()
                        ? Future.succeededFuture(new JsonArray(answer.body()))
                        : Site.refused("the offers cannot be listed", answer))
                .map(transfers -> transfers.stream()
                        .map(JsonObject.class::cast)
                        .filter(transfer -> peer.equals(transfer.getString("receiver_id")))
                        .map(transfer -> transfer.getString("room_id"))
                        .distinct()
                        .limit(MAX_ROOMS)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
