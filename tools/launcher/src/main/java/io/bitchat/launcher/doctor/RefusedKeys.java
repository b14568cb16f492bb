package io.bitchat.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.edge.diagnosis.Finding;
import io.bitchat.edge.diagnosis.Finding.Check;
import io.bitchat.edge.diagnosis.Finding.Verdict;
import io.bitchat.edge.diagnosis.Remedy;
import io.bitchat.lan.wire.PeerId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a node whom it refuses because a peer has another key than before. */
final class RefusedKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final URI node;
    private final String token;

    /** @param token empty if the node wants none */
    RefusedKeys(URI node, String token) {
        this.node = node;
        this.token = token;
    }

    List<Finding> find() throws InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(node.resolve("/api/bitchat/transports/mesh/peers"))
                    .timeout(PATIENCE);
            if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
            var answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != OK)
                return List.of(silent("the node at " + node + " answers " + answer.statusCode()));
            return of(new ObjectMapper().readTree(answer.body()));
        } catch (JsonProcessingException e) {
            return List.of(silent("what answers at " + node + " is no node"));
        } catch (IOException e) {
            return List.of(silent("the node at " + node + " does not answer: " + e));
        }
    }

    private static Finding silent(String what) {
        var remedy = new Remedy(
                "give the address of its HTTP API, with --token if it needs one: --node http://127.0.0.1:8085",
                List.of());
        return new Finding(Verdict.FAIL, Check.KEYS, what, List.of(remedy));
    }

    private List<Finding> of(JsonNode peers) {
        List<Finding> found = new ArrayList<>();
        for (var peer : peers) {
            // the id becomes part of a command to be copied
            var id = PeerId.parse(peer.path("peer_id").asText());
            if (id.isPresent() && peer.hasNonNull("refused_fingerprint")) found.add(refused(id.get(), peer));
        }
        if (found.isEmpty())
            found.add(new Finding(Verdict.OK, Check.KEYS, "the node refuses no peer because of its key", List.of()));
        return found;
    }

    private Finding refused(PeerId id, JsonNode peer) {
        var detail = "the node refuses " + id + ", which has the key "
                + peer.path("refused_fingerprint").asText()
                + " and had " + peer.path("fingerprint").asText() + " at first; last at "
                + peer.path("refused_at").asText();
        var forget = "curl -X DELETE " + node.resolve("/api/bitchat/transports/mesh/pins/" + id);
        return new Finding(
                Verdict.FAIL,
                Check.KEYS,
                detail,
                List.of(
                        new Remedy(
                                "if that is the fingerprint which the owner of that peer sees at its start, forget the"
                                        + " first key",
                                List.of(forget)),
                        new Remedy("if not, somebody else uses its name: find that program", List.of())));
    }
}
