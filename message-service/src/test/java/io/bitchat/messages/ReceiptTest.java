package io.bitchat.messages;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.post;
import static io.bitchat.messages.Api.put;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class ReceiptTest {
    @Inject
    MeterRegistry metrics;

    private final String alice = someone("alice");
    private final String bob = someone("bob");

    @Test
    void deliveredThenReadAndNeverBack() {
        var id = send(alice, bob, "x");

        put("/messages/" + id + "/delivered")
                .statusCode(200)
                .body("message", equalTo("Message " + id + " marked as delivered"))
                .body("status", equalTo("delivered"));
        put("/messages/" + id + "/read").statusCode(200).body("status", equalTo("read"));
        put("/messages/" + id + "/delivered").statusCode(200).body("status", equalTo("read"));

        get("/messages/conversation/" + alice + "/" + bob)
                .body("[0].status", equalTo("read"))
                .body("[0].delivered_at", notNullValue())
                .body("[0].read_at", notNullValue());
    }

    @Test
    void theReceiptsOfAMessageToAPeerAreThoseOfItsRecipient() {
        var counter = metrics.counter("bitchat.messages.delivered", "kind", "direct");
        double before = counter.count();
        var id = send(alice, bob, "x");
        get("/messages/" + id + "/receipts")
                .statusCode(200)
                .body("peer_id", equalTo(List.of(bob)))
                .body("[0].delivered_at", nullValue());

        put("/messages/" + id + "/read")
                .statusCode(200)
                .body("receipts", equalTo("/api/bitchat/messages/" + id + "/receipts"));
        put("/messages/" + id + "/delivered").statusCode(200);

        get("/messages/" + id + "/receipts")
                .body("[0].delivered_at", notNullValue())
                .body("[0].read_at", notNullValue());
        assertThat(counter.count() - before).isOne();
    }

    @Test
    void anUnknownMessageIs404() {
        get("/messages/nobody-sent-this/receipts").statusCode(404).body("code", equalTo("not_found"));
        put("/messages/nobody-sent-this/delivered").statusCode(404).body("code", equalTo("not_found"));
        get("/messages/nobody-sent-this/trace").statusCode(404);
    }

    @Test
    void theTraceTellsTheWholeWay() throws Exception {
        String id;
        try (var socket = TestSocket.open(bob)) {
            id = send(alice, bob, "x");
            socket.messages(1);
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> get("/messages/" + id + "/trace")
                .statusCode(200)
                .body("status", equalTo("delivered"))
                .body("steps.step", hasItems("accepted", "stored", "published", "attempt", "delivered")));
        List<String> statuses = get("/messages/" + id + "/trace").extract().path("steps.status");
        assertThat(statuses.stream().filter(status -> status != null)).containsExactly("pending", "sent", "delivered");
    }

    @Test
    void whatExpiresFailsAndIsNeverPushed() throws Exception {
        String id = post("/messages/send", Map.of("from_peer_id", alice, "to_peer_id", bob, "content", "x", "ttl", 1))
                .statusCode(201)
                .extract()
                .path("message_id");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> get("/messages/" + id + "/trace")
                .body("status", equalTo("failed"))
                .body("steps.reason", hasItems("ttl_expired")));

        put("/messages/" + id + "/delivered").statusCode(409).body("code", equalTo("message_failed"));
        var after = send(alice, bob, "after it");
        try (var fresh = TestSocket.open(bob);
                var fromStart = TestSocket.open(bob, "?since=bTE6MA")) {
            assertThat(fresh.messages(1)).containsExactly("after it");
            assertThat(fromStart.messages(1)).containsExactly("after it");
        }
        // its acknowledgement would be counted in the next test
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> get("/messages/" + after + "/receipts").body("[0].delivered_at", notNullValue()));
    }

    @Test
    void statisticsCountExactly() {
        int before = get("/stats").extract().path("total_messages");
        for (int i = 0; i < 5; i++) send(alice, bob, "x");
        get("/stats").body("total_messages", equalTo(before + 5)).body("status", equalTo("healthy"));
    }
}
