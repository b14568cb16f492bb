package io.bitchat.files.transfer;

import static io.bitchat.files.Files.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.files.transfer.PermissionRoom.Who;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** The requests of the permission tables. */
final class PermissionRequests {
    private static final String AS = " as ";

    private PermissionRequests() {}

    /** The status that a caller gets; {@code request as who} names another peer than the caller. */
    static String ask(PermissionRoom room, String request, Who who, UUID transfer) {
        int as = request.indexOf(AS);
        if (as < 0) return ask(room, request, who, who, transfer);
        var named = Who.valueOf(request.substring(as + AS.length()).toUpperCase(java.util.Locale.ROOT));
        return ask(room, request.substring(0, as), who, named, transfer);
    }

    private static String ask(PermissionRoom room, String request, Who who, Who named, UUID transfer) {
        if (request.equals("link")) return link(room, who, named);
        var answer = answer(room, request, who, named, transfer);
        int status = answer.statusCode();
        if (status >= 400) {
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.<String>path("code")).isNotBlank();
        }
        return Integer.toString(status);
    }

    private static Response answer(PermissionRoom room, String request, Who who, Who named, UUID transfer) {
        var path = room.path(transfer);
        var peer = who == named ? "" : "?peer_id=" + room.peer(named);
        var by = who == named ? "" : "?by=" + room.peer(named);
        var self = room.peer(who);
        return switch (request) {
            case "offer" -> room.json(who, room.offer(named)).post(room.path() + "/file-transfer/offer");
            case "accept", "reject", "pause", "resume" ->
                room.json(who, who == named ? new JsonObject() : new JsonObject().put("peer_id", room.peer(named)))
                        .post(path + "/" + request);
            case "cancel" -> room.as(who).delete(path + peer);
            case "progress" -> room.as(who).get(path + "/progress" + peer);
            case "list" -> room.as(who).get(room.path() + "/file-transfer");
            case "chunk raw" -> room.bytes(who).post(path + "/chunks/0" + peer);
            case "chunk form" ->
                room.as(who)
                        .multiPart("chunk_data", "chunk", new byte[PermissionRoom.SIZE])
                        .post(path + "/chunks/0");
            case "chunk JSON" -> room.json(who, chunk(transfer)).post(path + "/chunks");
            case "chunk get" -> room.as(who).get(path + "/chunks/0" + peer);
            case "room get" -> room.as(who).get(room.path() + peer);
            case "join" -> room.as(who).put(room.path() + "/participants/" + self);
            case "invite" -> room.as(who).put(room.path() + "/participants/" + someone() + by);
            case "leave" -> room.as(who).delete(room.path() + "/participants/" + self);
            case "remove" -> room.as(who).delete(room.path() + "/participants/" + room.peer(other(who)) + by);
            default -> throw new AssertionError(request);
        };
    }

    private static Who other(Who who) {
        return who == Who.PARTICIPANT ? Who.RECEIVER : Who.PARTICIPANT;
    }

    static JsonObject chunk(UUID transfer) {
        var content = new byte[PermissionRoom.SIZE];
        return new JsonObject()
                .put("transfer_id", transfer.toString())
                .put("chunk_index", 0)
                .put("total_chunks", 1)
                .put("chunk_size", content.length)
                .put("data", Base64.getEncoder().encodeToString(content))
                .put("checksum", ChunkHash.of(content).toString());
    }

    private static String link(PermissionRoom room, Who who, Who named) {
        try (var _ = room.link(who, named)) {
            return "101";
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                assertThat(refused.getResponse().headers().firstValue("X-Problem-Code"))
                        .isPresent();
                return Integer.toString(refused.getResponse().statusCode());
            }
            throw e;
        }
    }
}
