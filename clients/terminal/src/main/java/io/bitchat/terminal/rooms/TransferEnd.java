package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Site;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Asks what has become of a transfer that is not listed among the running ones. */
final class TransferEnd {
    private static final Set<String> RUNNING = Set.of("pending", "active", "paused");
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final Site site;
    private final String path;

    TransferEnd(Site site, String room, UUID transfer, String peer) {
        this.site = site;
        path = "/rooms/" + encoded(room) + "/file-transfer/" + transfer + "/progress?peer_id=" + encoded(peer);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The transfer; empty if the room has none of this id. */
    Future<Optional<JsonObject>> ask() {
        return site.call(HttpMethod.GET, path).compose(answer -> switch (answer.status()) {
            case NOT_FOUND -> Future.succeededFuture(Optional.empty());
            case FORBIDDEN -> Future.failedFuture(new Failure(answer.problem()));
            default ->
                answer.isOk()
                        ? Future.succeededFuture(Optional.of(answer.json()))
                        : Site.refused("the transfer cannot be read", answer);
        });
    }

    static boolean isOver(JsonObject transfer) {
        return !RUNNING.contains(transfer.getString("status", ""));
    }
}
