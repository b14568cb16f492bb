package io.bitchat.api;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An answer of the API, whatever its status.
 *
 * @param status HTTP status, 100 to 599
 * @param body complete body, at most {@link ApiClient.Settings#maxAnswerBytes} long
 */
public record Answer(int status, MultiMap headers, Buffer body) {
    private static final int MAX_DETAIL = 500;

    /**
     * The body as a JSON object.
     *
     * @throws DecodeException if it is not one
     */
    public JsonObject json() {
        return new JsonObject(body);
    }

    /** Number of elements of an answered array; -1 for any status but 200. */
    public int rows() {
        return status == 200 ? new JsonArray(body).size() : -1;
    }

    public boolean isOk() {
        return status / 100 == 2;
    }

    /** Returns true if the same request may succeed later. */
    public boolean isRetryable() {
        return status == 408 || status == 429 || isUnavailable();
    }

    /** Returns true if similar requests would fail now as well. */
    public boolean isUnavailable() {
        return status >= 500 && status != 507;
    }

    /** The detail of the problem document (RFC 9457), at most 500 characters; or a sentence with the status. */
    public String problem() {
        try {
            var detail = json().getString("detail", "");
            return detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
        } catch (DecodeException | ClassCastException _) {
            return "answered with status " + status;
        }
    }
}
