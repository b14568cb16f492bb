package io.bitchat.messages;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;

/** HTTP calls of the tests to the service. */
public final class Api {
    public static final String ROOT = "/api/bitchat";

    private Api() {}

    /** A peer id that no other test uses. */
    public static String someone(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(ROOT + path)
                .then();
    }

    public static ValidatableResponse get(String path) {
        return given().get(ROOT + path).then();
    }

    public static ValidatableResponse put(String path) {
        return given().put(ROOT + path).then();
    }

    public static String send(String from, String to, String content) {
        return post("/messages/send", Map.of("from_peer_id", from, "to_peer_id", to, "content", content))
                .statusCode(201)
                .extract()
                .path("message_id");
    }
}
