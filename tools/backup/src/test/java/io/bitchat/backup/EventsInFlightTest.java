package io.bitchat.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.testkit.KafkaBroker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that no consumer had applied at the snapshot are published again by the restored services. */
class EventsInFlightTest {
    private static final String TOPIC = "bitchat.group-messages.v1";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final String group = "group-" + UUID.randomUUID();

    @Test
    void theyComeBeforeTheEventsThatWereNotPublishedAndInTheirOrder() throws Exception {
        var kafka = KafkaBroker.current();
        kafka.start();
        var servers = kafka.config().get("BITCHAT_KAFKA_SERVERS");
        try (var first = new SmallSuite(folder.resolve("first"));
                var second = new SmallSuite(folder.resolve("second"))) {
            first.run("insert into groups.outbox (topic, key, headers, payload) values ('%s', '%s', '{}', 'waiting')"
                    .formatted(TOPIC, group));
            publish(servers, System.currentTimeMillis(), "one", "two");
            // what is published after the snapshot is in it, or of a change that is not
            publish(servers, System.currentTimeMillis() + 3_600_000, "later");

            assertThat(run(first.options("backup", folder.resolve("saved"), "--kafka", servers)))
                    .as(said.toString(StandardCharsets.UTF_8))
                    .isZero();
            assertThat(run(second.options("restore", folder.resolve("saved"))))
                    .as(said.toString(StandardCharsets.UTF_8))
                    .isZero();

            assertThat(second.ask("select string_agg(convert_from(payload, 'UTF8'), ',' order by id)"
                            + " from groups.outbox where key = '" + group + "'"))
                    .isEqualTo("one,two,waiting");
            assertThat(second.ask("select headers::json ->> 'ce_source' from groups.outbox where key = '" + group
                            + "' order by id"))
                    .isEqualTo("/group-gossip-service");
        }
    }

    @Test
    void withoutKafkaTheRestIsSaved() throws Exception {
        try (var first = new SmallSuite(folder.resolve("first"))) {
            assertThat(run(first.options("backup", folder.resolve("saved"), "--kafka", "127.0.0.1:1")))
                    .isZero();
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("events: Kafka at 127.0.0.1:1 does not answer");
    }

    private void publish(String servers, long at, String... values) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            for (var value : values) {
                var record = new ProducerRecord<>(TOPIC, null, at, group, value);
                record.headers().add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
                record.headers().add("ce_source", "/group-gossip-service".getBytes(StandardCharsets.UTF_8));
                producer.send(record).get();
            }
        }
    }

    private int run(String... arguments) {
        return BackupTool.commandLine(new PrintStream(said, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }
}
