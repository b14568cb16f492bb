package io.bitchat.testkit;

import io.bitchat.embedded.EmbeddedKafka;
import io.bitchat.embedded.FreePorts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka broker in a container; topics are created by {@link KafkaBroker}. */
final class ContainerKafka {
    private static final String IMAGE = "apache/kafka:4.1.1";

    private ContainerKafka() {}

    static TestServer create() {
        int port = Integer.parseInt(SharedState.get("kafka.port", () -> Integer.toString(FreePorts.next())));
        return new ContainerServer(
                "kafka",
                () -> container(port),
                Map.of("BITCHAT_KAFKA_SERVERS", "127.0.0.1:" + port),
                () -> topics("127.0.0.1:" + port));
    }

    private static Set<String> topics(String servers) throws Exception {
        try (var admin = EmbeddedKafka.admin(servers)) {
            return admin.listTopics().names().get(10, TimeUnit.SECONDS);
        }
    }

    private static KafkaContainer container(int port) {
        var kafka = new KafkaContainer(IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        kafka.setPortBindings(List.of("127.0.0.1:" + port + ":9092"));
        return kafka;
    }
}
