package io.bitchat.groups;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** HTTP requests of the tests to the service. */
public final class Api {
    public static final String ROOT = "/api/bitchat";

    private Api() {}

    /** A unique peer id, which no other test uses. */
    public static String someone(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public static ValidatableResponse get(String path) {
        return given().get(ROOT + path).then();
    }

    public static ValidatableResponse getAs(String actor, String path) {
        return as(actor).get(ROOT + path).then();
    }

    public static ValidatableResponse post(String path, Object body) {
        return as(null).contentType(ContentType.JSON)
                .body(body)
                .post(ROOT + path)
                .then();
    }

    public static ValidatableResponse postAs(@Nullable String actor, String path, Object body) {
        return as(actor)
                .contentType(ContentType.JSON)
                .body(body)
                .post(ROOT + path)
                .then();
    }

    public static ValidatableResponse putAs(@Nullable String actor, String path, Object body) {
        return as(actor)
                .contentType(ContentType.JSON)
                .body(body)
                .put(ROOT + path)
                .then();
    }

    public static ValidatableResponse patchAs(@Nullable String actor, String path, Object body) {
        return as(actor)
                .contentType(ContentType.JSON)
                .body(body)
                .patch(ROOT + path)
                .then();
    }

    public static ValidatableResponse deleteAs(@Nullable String actor, String path) {
        return as(actor).delete(ROOT + path).then();
    }

    public static String group(String creator, String... members) {
        return post("/groups", Map.of("name", "Team", "created_by", creator, "initial_members", List.of(members)))
                .statusCode(201)
                .extract()
                .path("group_id");
    }

    public static ValidatableResponse trySend(String group, String from, String content) {
        return post("/groups/" + group + "/messages", Map.of("from_peer_id", from, "content", content));
    }

    public static String send(String group, String from, String content) {
        return trySend(group, from, content).statusCode(201).extract().path("message_id");
    }

    public static ValidatableResponse add(@Nullable String actor, String group, String peerId, String role) {
        return postAs(actor, "/groups/" + group + "/members", Map.of("peer_id", peerId, "role", role));
    }

    /** The next page of a list, from its Link header; null on the last page. */
    public static @Nullable String linked(ExtractableResponse<Response> page) {
        var header = page.header("Link");
        if (header == null) return null;
        if (!header.matches("</api/bitchat/[^>]+>; rel=\"next\"")) throw new AssertionError(header);
        return header.substring(("<" + ROOT).length(), header.indexOf('>'));
    }

    private static RequestSpecification as(@Nullable String actor) {
        return actor == null ? given() : given().header("X-Peer-Id", actor);
    }
}
