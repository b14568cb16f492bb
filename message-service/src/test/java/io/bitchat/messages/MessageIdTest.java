package io.bitchat.messages;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.post;
import static io.bitchat.messages.Api.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.bitchat.contracts.messages.MessageIds;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ids that clients choose do not affect other clients (docs/adr/0014). */
@QuarkusTest
@RealServers
class MessageIdTest {
    private final String alice = someone("alice");
    private final String bob = someone("bob");
    private final String id = someone("m");

    @Test
    void tenEqualSendsAtOnceAreOneMessageEachTime() throws Exception {
        for (int round = 0; round < 48; round++) {
            var chosen = someone("m");
            var answers = together(IntStream.range(0, 10)
                    .mapToObj(_ -> sending(alice, bob, chosen))
                    .toList());

            assertThat(answers).allMatch(answer -> answer.equals(List.of(201, chosen)));
        }
        get("/messages/conversation/" + alice + "/" + bob + "?limit=500")
                .body("", hasSize(48))
                .body("sequence", equalTo(IntStream.rangeClosed(1, 48).boxed().toList()));
    }

    @Test
    void sendersWhoChooseTheSameIdAtOnceAllGetTheirMessageAcross() throws Exception {
        for (int round = 0; round < 12; round++) {
            var chosen = someone("m");
            var senders = IntStream.range(0, 10).mapToObj(i -> someone("s" + i)).toList();
            var answers = together(
                    senders.stream().map(sender -> sending(sender, bob, chosen)).toList());

            assertThat(answers).allMatch(answer -> answer.getFirst().equals(201));
            assertThat(new HashSet<>(answers)).hasSize(10).contains(List.of(201, chosen));
            // a retry finds the stored message
            for (int i = 0; i < senders.size(); i++) {
                assertThat(sending(senders.get(i), bob, chosen).call()).isEqualTo(answers.get(i));
            }
        }
        get("/messages/inbox/" + bob + "?limit=500").body("", hasSize(120));
    }

    @Test
    void somebodyElsesIdIsNeitherTakenNorRefused() {
        send(alice, bob, id).statusCode(201).body("message_id", equalTo(id));

        var other = MessageIds.toPeer("mallory", bob, id);
        send("mallory", bob, id).statusCode(201).body("message_id", equalTo(other));
        send("mallory", bob, id).statusCode(201).body("message_id", equalTo(other));
        send("mallory", bob, other).statusCode(201).body("message_id", equalTo(other));
        send(alice, alice, id).statusCode(201).body("message_id", startsWith("d-"));
        get("/messages/inbox/" + bob).body("message_id", equalTo(List.of(id, other)));
    }

    @Test
    void anIdThatOnlyTheServerGivesCannotBeChosen() {
        for (var form : List.of("g-", "d-", "key-")) {
            send(alice, bob, form + "0123456789abcdef".repeat(3).substring(0, 40))
                    .statusCode(422)
                    .body("fields[0].field", equalTo("message_id"));
        }
        send(alice, bob, someone("g-like")).statusCode(201);
    }

    @Test
    void aKeyInQuotesIsTheKeyWithoutThem() {
        var bare = keyed("k1");
        assertThat(keyed("\"k1\"").statusCode(201).extract().<String>path("message_id"))
                .isEqualTo(bare.statusCode(201).extract().path("message_id"));
        keyed("\"k1").statusCode(422);
        keyed("\"\"").statusCode(422);
    }

    private ValidatableResponse keyed(String key) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("from_peer_id", alice, "to_peer_id", bob, "content", "x"))
                .post("/api/bitchat/messages/send")
                .then();
    }

    private static ValidatableResponse send(String from, String to, String messageId) {
        return post(
                "/messages/send",
                Map.of("from_peer_id", from, "to_peer_id", to, "content", "x", "message_id", messageId));
    }

    private static Callable<List<Object>> sending(String from, String to, String messageId) {
        return () -> {
            var answer = send(from, to, messageId).extract();
            return List.of(answer.statusCode(), answer.<Object>path("message_id"));
        };
    }

    private static List<List<Object>> together(List<Callable<List<Object>>> sends) throws Exception {
        try (var threads = Executors.newFixedThreadPool(sends.size())) {
            var answers = new ArrayList<List<Object>>();
            for (var answer : threads.invokeAll(sends)) answers.add(answer.get());
            return answers;
        }
    }
}
