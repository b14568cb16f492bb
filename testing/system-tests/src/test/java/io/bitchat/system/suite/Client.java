package io.bitchat.system.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** An HTTP client of the API, with or without a token. */
public final class Client {
    public static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final String token;

    public Client(String url) {
        this(url, null);
    }

    public Client(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** An answer; the body is a missing node if it is not JSON. */
    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

    public static String someone(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return call("POST", path, json(body));
    }

    public Answer put(String path, Object body) {
        return call("PUT", path, json(body));
    }

    public Answer send(String from, String to, String content) {
        return post("/messages/send", Map.of("from_peer_id", from, "to_peer_id", to, "content", content));
    }

    public Answer call(String method, String path, String body, String... headers) {
        var uri = URI.create(
                url + (path.startsWith("/q/") || path.startsWith("/openapi") ? path : "/api/bitchat" + path));
        var request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(15))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) request.header("Content-Type", "application/json");
        if (token != null) request.header("Authorization", "Bearer " + token);
        if (headers.length > 0) request.headers(headers);
        return exchange(request.build());
    }

    public Answer exchange(HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }

    private static String json(Object body) {
        try {
            return body instanceof String text ? text : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
