package io.bitchat.testkit;

import io.bitchat.embedded.EmbeddedKafka;
import io.bitchat.topics.TopicCatalog;
import io.bitchat.topics.TopicReconciler;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * Gives a Quarkus test a Kafka broker with the suite's topics ({@code @WithTestResource(KafkaBroker.class)}) and sets
 * {@code BITCHAT_KAFKA_SERVERS}. It starts once per JVM and ends with it; {@link #current()} is for fault tests. The
 * argument {@code topics} names further topics, separated by commas.
 */
public final class KafkaBroker implements QuarkusTestResourceLifecycleManager {
    private static final int PARTITIONS = 3;

    private List<String> furtherTopics = List.of();

    /** The broker of this JVM, running or not. */
    public static TestServer current() {
        return Containers.wanted() ? ContainerKafka.create() : new LocalKafka();
    }

    /** Creates topics with 3 partitions unless they exist. */
    public static void createTopics(String... names) {
        reconcile(new TopicCatalog(Arrays.stream(names)
                .map(name -> new TopicCatalog.Topic(name, PARTITIONS, Map.of()))
                .toList()));
    }

    @Override
    public void init(Map<String, String> arguments) {
        furtherTopics = Arrays.stream(arguments.getOrDefault("topics", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @Override
    public Map<String, String> start() {
        TestServer broker = current();
        broker.start();
        if (Containers.wanted()) {
            reconcile(TopicCatalog.packaged());
        }
        createTopics(furtherTopics.toArray(String[]::new));
        return broker.config();
    }

    /** Leaves the broker to the next test class. {@link #start()} restarts it if a fault test has stopped it. */
    @Override
    public void stop() {}

    private static void reconcile(TopicCatalog catalog) {
        if (catalog.topics().isEmpty()) {
            return;
        }
        String servers = current().config().getOrDefault("BITCHAT_KAFKA_SERVERS", "");
        try (Admin admin = EmbeddedKafka.admin(servers)) {
            new TopicReconciler(admin, 1).reconcile(catalog);
        }
    }
}
