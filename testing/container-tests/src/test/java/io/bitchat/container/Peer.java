package io.bitchat.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** A peer with a key, which asks for a new token whenever it calls: installations come and go. */
final class Peer {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String api;
    private final String id;
    private final KeyPair key;

    /** @param gateway address of the gateway, such as {@code http://localhost:8000} */
    Peer(String gateway, String id) throws GeneralSecurityException {
        this.api = gateway + "/api/bitchat";
        this.id = id;
        this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    void register() throws Exception {
        byte[] encoded = key.getPublic().getEncoded();
        var raw = Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        post(
                "/peers/register",
                "{\"peer_id\":\"%s\",\"public_key\":\"%s\",\"key_algorithm\":\"Ed25519\",\"display_name\":\"%s\"}"
                        .formatted(id, raw, id),
                "");
    }

    void send(String to, String content) throws Exception {
        post(
                "/messages/send",
                "{\"from_peer_id\":\"%s\",\"to_peer_id\":\"%s\",\"content\":\"%s\"}".formatted(id, to, content),
                token());
    }

    /** The first page of a conversation, as JSON. */
    String conversation(String with) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(api + "/messages/conversation/" + id + "/" + with))
                .header("Authorization", "Bearer " + token());
        return answer(request);
    }

    private String token() throws Exception {
        var nonce = field(post("/auth/challenge", "{\"peer_id\":\"%s\"}".formatted(id), ""), "nonce");
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(("bitchat-auth-v1:" + id + ":" + nonce).getBytes(StandardCharsets.UTF_8));
        var proof = Base64.getEncoder().encodeToString(signature.sign());
        var answer = post(
                "/auth/token",
                "{\"peer_id\":\"%s\",\"nonce\":\"%s\",\"signature\":\"%s\"}".formatted(id, nonce, proof),
                "");
        return field(answer, "access_token");
    }

    private static String field(String json, String name) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as(name + " in " + json).isTrue();
        return found.group(1);
    }

    private String post(String path, String body, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(api + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return answer(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private static String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
