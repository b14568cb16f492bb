package io.bitchat.files.transfer.link;

import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.transfer.Input;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Moves of peers as JSON frames. */
final class MoveJson {
    private MoveJson() {}

    /** The move of a frame; empty if it is of another type. */
    static Optional<Input.Move> read(String peer, JsonObject frame, String type) {
        return Optional.ofNullable(
                switch (type) {
                    case "file-share-accept" ->
                        new Input.Accept(peer, Boolean.TRUE.equals(frame.getValue("store")), Input.Way.SOCKET);
                    case "file-share-reject" -> new Input.Reject(peer, reason(frame));
                    case "file-share-pause" -> new Input.Pause(peer);
                    case "file-share-resume" -> new Input.Resume(peer);
                    case "file-share-cancel" -> new Input.Cancel(peer, reason(frame));
                    case "file-share-complete" -> new Input.Complete(peer);
                    case "file-share-retransmit" -> new Input.Retransmit(peer, number(frame, "chunk_index"));
                    case "file-share-credit" ->
                        new Input.Credit(peer, number(frame, "credits"), number(frame, "confirmed"));
                    default -> null;
                });
    }

    private static String reason(JsonObject frame) {
        var reason = frame.getValue("reason");
        if (reason == null) return "";
        if (reason instanceof String text) return text;
        throw Problem.invalid("reason", "must be text");
    }

    private static long number(JsonObject frame, String field) {
        return JsonFields.required(field, JsonFields.number(frame, field));
    }
}
