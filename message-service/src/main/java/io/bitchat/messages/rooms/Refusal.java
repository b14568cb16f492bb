package io.bitchat.messages.rooms;

import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * Why a link could not be opened, for an error frame.
 *
 * @param isFinal whether it would be refused again
 */
record Refusal(String code, String detail, boolean isFinal) {
    static final String UNAVAILABLE = "rooms_unavailable";

    static final Refusal OUTAGE =
            new Refusal(UNAVAILABLE, "rooms cannot be reached at the moment; send it again", false);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    static Refusal of(Throwable failure) {
        if (!(failure instanceof UpgradeRejectedException rejected)) return OUTAGE;
        int status = rejected.getStatus();
        var code = rejected.getHeaders().get("X-Problem-Code");
        if (code == null) return OUTAGE;
        return new Refusal(code, detail(rejected), status != TOO_MANY_REQUESTS && status < FIRST_SERVER_ERROR);
    }

    private static String detail(UpgradeRejectedException rejected) {
        try {
            var detail = new JsonObject(rejected.getBody()).getValue("detail");
            if (detail instanceof String text) return text;
        } catch (DecodeException | NullPointerException _) {
            // an answer without a document
        }
        return "the room refused this with status " + rejected.getStatus();
    }
}
