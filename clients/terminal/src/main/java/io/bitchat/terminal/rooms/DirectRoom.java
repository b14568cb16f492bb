package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Client;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Site;
import io.vertx.core.http.HttpMethod;

/** The room of two peers. */
final class DirectRoom {
    private DirectRoom() {}

    /** Makes the room with both in it, so that it does not matter who comes first. */
    static void enter(Site site, String self, String other) {
        var answer = Client.await(site.call(
                HttpMethod.PUT,
                "/rooms/" + Rooms.direct(self, other) + "/participants/" + TransferEnd.encoded(other) + "?by="
                        + TransferEnd.encoded(self)));
        if (!answer.isOk()) {
            throw new Failure("the room of '" + self + "' and '" + other + "' cannot be entered: " + answer.problem());
        }
    }
}
