package io.bitchat.system.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@RequiredSuite(RequiredSuite.Kind.OPEN)
class EventStreamTest {
    private static final String MESSAGES = "bitchat.messages.v1";

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());

    @Test
    void aSentMessageIsOneCloudEventThatContinuesTheCallersTrace() {
        var alice = Client.someone("alice");
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var id = client.call(
                        "POST",
                        "/messages/send",
                        "{\"from_peer_id\":\"" + alice + "\",\"to_peer_id\":\"bob\",\"content\":\"x\"}",
                        "traceparent",
                        "00-" + trace + "-00f067aa0ba902b7-01")
                .body()
                .path("message_id")
                .asText();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(eventsOf(id)).hasSize(1));
        var event = eventsOf(id).getFirst();
        assertThat(event.key()).isEqualTo(alice.compareTo("bob") < 0 ? alice + "|bob" : "bob|" + alice);
        assertThat(Topic.header(event, "ce_specversion")).isEqualTo("1.0");
        assertThat(Topic.header(event, "ce_type")).isEqualTo("io.bitchat.message.sent.v1");
        assertThat(Topic.header(event, "ce_source")).isEqualTo("/message-service");
        assertThat(Topic.header(event, "content-type")).isEqualTo("application/json");
        assertThat(Topic.header(event, "traceparent")).contains(trace);
    }

    @Test
    void replayFromTheFirstOffsetRebuildsEveryConversation() {
        var alice = Client.someone("alice");
        for (int i = 0; i < 20; i++) client.send(alice, i % 2 == 0 ? "bob" : "carol", "m" + i);
        client.send("bob", alice, "answer");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var rebuilt = new TreeMap<String, List<JsonNode>>();
            for (var record : Topic.readAll(suite.kafka(), MESSAGES)) {
                if (!Topic.isFactOf(record, "io.bitchat.message.sent.v1")) continue;
                rebuilt.computeIfAbsent(record.key(), _ -> new ArrayList<>()).add(json(record));
            }
            for (var other : List.of("bob", "carol")) {
                var key = alice.compareTo(other) < 0 ? alice + "|" + other : other + "|" + alice;
                var stored = client.get("/messages/conversation/" + alice + "/" + other)
                        .body();
                var events = rebuilt.getOrDefault(key, List.of());
                assertThat(events.stream().map(e -> e.path("content").asText()))
                        .isEqualTo(stored.findValuesAsText("content"));
                assertThat(events.stream().map(e -> e.path("sequence").asLong()))
                        .isEqualTo(stored.findValues("sequence").stream()
                                .map(JsonNode::asLong)
                                .toList());
                assertThat(events.stream().map(e -> e.path("cursor").asText()))
                        .isEqualTo(stored.findValuesAsText("cursor"));
            }
        });
    }

    @Test
    void aPoisonRecordBecomesADeadLetterAndTheConsumerGoesOn() {
        var alice = Client.someone("alice");
        client.post("/peers/register", Map.of("peer_id", alice, "public_key", "k"));
        int before = Topic.readAll(suite.kafka(), "bitchat.dead-letters.v1").size();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", suite.kafka()),
                new StringSerializer(),
                new StringSerializer())) {
            var poison = new ProducerRecord<>(MESSAGES, "a|b", "{not json");
            poison.headers().add("ce_type", "io.bitchat.message.sent.v1".getBytes());
            poison.headers().add("ce_id", "5b3c4d5e-0000-4000-8000-000000000001".getBytes());
            producer.send(poison);
            producer.send(new ProducerRecord<>(MESSAGES, "a|b", "no headers at all"));
        }
        client.send(alice, "bob", "after the poison");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(Topic.readAll(suite.kafka(), "bitchat.dead-letters.v1")).hasSize(before + 2);
            assertThat(client.get("/peers/" + alice)
                            .body()
                            .path("messages_sent")
                            .asInt())
                    .isEqualTo(1);
        });
        var letter = Topic.readAll(suite.kafka(), "bitchat.dead-letters.v1").getLast();
        assertThat(letter.key()).isEqualTo(MESSAGES);
        assertThat(Topic.header(letter, "dl_consumer")).isEqualTo("peer-service");
    }

    @Test
    void anEventThatIsDeliveredTwiceCountsOnce() {
        var alice = Client.someone("alice");
        client.post("/peers/register", Map.of("peer_id", alice, "public_key", "k"));
        var id = client.send(alice, "bob", "once").body().path("message_id").asText();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(eventsOf(id)).hasSize(1));
        var event = eventsOf(id).getFirst();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", suite.kafka()),
                new StringSerializer(),
                new StringSerializer())) {
            var again = new ProducerRecord<>(MESSAGES, event.key(), event.value());
            event.headers().forEach(again.headers()::add);
            producer.send(again);
        }
        client.send(alice, "bob", "another");

        // both have the same key: once the later event is counted, the repeated one was processed
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/peers/" + alice)
                                .body()
                                .path("messages_sent")
                                .asInt()
                        >= 2);
        assertThat(client.get("/peers/" + alice).body().path("messages_sent").asInt())
                .isEqualTo(2);
    }

    private List<ConsumerRecord<String, String>> eventsOf(String messageId) {
        return Topic.readAll(suite.kafka(), MESSAGES).stream()
                .filter(record -> Topic.header(record, "ce_subject").equals(messageId))
                .toList();
    }

    private static JsonNode json(ConsumerRecord<String, String> record) {
        try {
            return Client.JSON.readTree(record.value());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
