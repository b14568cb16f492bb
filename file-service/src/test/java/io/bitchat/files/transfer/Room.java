package io.bitchat.files.transfer;

import static io.bitchat.files.Files.someone;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.testkit.Heard;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Requests about the transfers of a room. */
record Room(String id) {
    static Room fresh() {
        return new Room("room-" + someone());
    }

    String path() {
        return "/api/bitchat/rooms/" + id + "/file-transfer";
    }

    static JsonObject offer(String from, @Nullable String to, long size) {
        var offer = new JsonObject()
                .put("sender_id", from)
                .put("filename", "document.bin")
                .put("file_size", size);
        return to == null ? offer : offer.put("receiver_id", to);
    }

    ValidatableResponse tryOffer(JsonObject offer) {
        return json(offer).post(path() + "/offer").then();
    }

    UUID offers(JsonObject offer) {
        return UUID.fromString(tryOffer(offer).statusCode(201).extract().path("transfer_id"));
    }

    ValidatableResponse does(String move, UUID transfer, String peer) {
        return does(move, transfer, new JsonObject().put("peer_id", peer));
    }

    ValidatableResponse does(String move, UUID transfer, JsonObject body) {
        return json(body).post(path() + "/" + transfer + "/" + move).then();
    }

    ValidatableResponse cancels(UUID transfer, String peer) {
        return given().queryParam("peer_id", peer)
                .delete(path() + "/" + transfer)
                .then();
    }

    ValidatableResponse progress(UUID transfer) {
        return given().get(path() + "/" + transfer + "/progress").then();
    }

    ValidatableResponse brings(UUID transfer, int index, byte[] content) {
        return given().contentType("application/octet-stream")
                .body(content)
                .post(path() + "/" + transfer + "/chunks/" + index)
                .then();
    }

    ValidatableResponse gets(UUID transfer, int index, String peer) {
        return given().queryParam("peer_id", peer)
                .get(path() + "/" + transfer + "/chunks/" + index)
                .then();
    }

    /** The last state of a transfer that is such. */
    JsonObject until(UUID transfer, Predicate<JsonObject> such) {
        return await().atMost(Device.SOON)
                .until(
                        () -> new JsonObject(
                                progress(transfer).statusCode(200).extract().asString()),
                        such);
    }

    JsonObject untilStatus(UUID transfer, String status) {
        return until(transfer, state -> state.getString("status").equals(status));
    }

    /** The facts about a transfer but its progress, once it has ended. */
    static List<String> facts(UUID transfer) {
        return await().atMost(Device.SOON)
                .until(
                        () -> Heard.about(TransferEvent.TOPIC, transfer.toString(), 3).stream()
                                .map(Heard.Fact::type)
                                .filter(type -> !type.equals("progressed"))
                                .toList(),
                        facts -> !facts.isEmpty()
                                && List.of("completed", "cancelled", "failed", "expired")
                                        .contains(facts.getLast()));
    }

    private static RequestSpecification json(JsonObject body) {
        return given().contentType("application/json").body(body.encode());
    }
}
