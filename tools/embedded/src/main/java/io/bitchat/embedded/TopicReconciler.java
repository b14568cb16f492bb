package io.bitchat.embedded;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Aligns a broker's topics with a catalog: creates missing topics and corrects settings, but deletes nothing. */
public final class TopicReconciler {
    private static final int CALL_SECONDS = 20;
    private static final short ONE_REPLICA = 1;

    private final Admin admin;

    public TopicReconciler(Admin admin) {
        this.admin = admin;
    }

    /** Creates missing topics and sets differing settings; returns the changes, one line each. */
    public List<String> reconcile(TopicCatalog catalog) {
        List<String> done = new ArrayList<>();
        Set<String> present = await(admin.listTopics().names());
        List<TopicCatalog.Topic> missing = catalog.topics().stream()
                .filter(topic -> !present.contains(topic.name()))
                .toList();
        await(admin.createTopics(missing.stream().map(TopicReconciler::create).toList())
                .all());
        missing.forEach(topic -> done.add("created " + topic.name()));
        awaitVisible(missing);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = changes(catalog.without(missing));
        await(admin.incrementalAlterConfigs(changes).all());
        changes.keySet().forEach(topic -> done.add("corrected " + topic.name()));
        return done;
    }

    /** The differences from the catalog, one line each; empty if there are none. */
    public List<String> differences(TopicCatalog catalog) {
        List<String> found = new ArrayList<>();
        Set<String> present = await(admin.listTopics().names());
        List<TopicCatalog.Topic> known = new ArrayList<>();
        for (TopicCatalog.Topic topic : catalog.topics()) {
            if (present.contains(topic.name())) {
                known.add(topic);
            } else {
                found.add("topic " + topic.name() + " is missing");
            }
        }
        found.addAll(partitionDifferences(known));
        changes(new TopicCatalog(known))
                .forEach((topic, ops) -> ops.forEach(op -> found.add(
                        "topic " + topic.name() + ": " + op.configEntry().name() + " is not "
                                + op.configEntry().value())));
        return found;
    }

    /** A created topic is committed at once, but brokers report it to clients a moment later. */
    private void awaitVisible(List<TopicCatalog.Topic> created) {
        List<String> names = created.stream().map(TopicCatalog.Topic::name).toList();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALL_SECONDS);
        while (!await(admin.listTopics().names()).containsAll(names)) {
            if (System.nanoTime() > deadline) {
                throw new EmbeddedException("Kafka does not show its new topics within " + CALL_SECONDS + " s");
            }
        }
    }

    private List<String> partitionDifferences(List<TopicCatalog.Topic> topics) {
        Map<String, TopicDescription> actual = await(admin.describeTopics(
                        topics.stream().map(TopicCatalog.Topic::name).toList())
                .allTopicNames());
        List<String> found = new ArrayList<>();
        for (TopicCatalog.Topic topic : topics) {
            int partitions = Objects.requireNonNull(actual.get(topic.name()))
                    .partitions()
                    .size();
            if (partitions != topic.partitions()) {
                found.add("topic " + topic.name() + " has " + partitions + " partitions, not " + topic.partitions());
            }
        }
        return found;
    }

    private Map<ConfigResource, Collection<AlterConfigOp>> changes(TopicCatalog catalog) {
        Map<ConfigResource, TopicCatalog.Topic> wanted = new HashMap<>();
        catalog.topics().forEach(topic -> wanted.put(resource(topic), topic));
        Map<ConfigResource, Config> actual =
                await(admin.describeConfigs(wanted.keySet()).all());
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        wanted.forEach((resource, topic) -> {
            List<AlterConfigOp> ops = differing(topic, Objects.requireNonNull(actual.get(resource)));
            if (!ops.isEmpty()) {
                changes.put(resource, ops);
            }
        });
        return changes;
    }

    private static List<AlterConfigOp> differing(TopicCatalog.Topic topic, Config actual) {
        return topic.config().entrySet().stream()
                .filter(wanted -> actual.get(wanted.getKey()) == null
                        || !wanted.getValue().equals(actual.get(wanted.getKey()).value()))
                .map(wanted -> new AlterConfigOp(
                        new ConfigEntry(wanted.getKey(), wanted.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    private static ConfigResource resource(TopicCatalog.Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static NewTopic create(TopicCatalog.Topic topic) {
        return new NewTopic(topic.name(), topic.partitions(), ONE_REPLICA).configs(topic.config());
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while Kafka answers", e);
        } catch (ExecutionException e) {
            throw new EmbeddedException("Kafka refuses: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new EmbeddedException("Kafka does not answer within " + CALL_SECONDS + " s", e);
        }
    }
}
