package io.bitchat.topics;

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

/**
 * Aligns the topics of a Kafka with a catalog: creates missing topics and corrects settings, but deletes nothing. The
 * replicas of a topic that exists are left as they are, since a change would move its data.
 */
public final class TopicReconciler {
    private static final int CALL_SECONDS = 20;

    private final Admin admin;
    private final int replication;

    /** @param replication replicas of new topics; a Kafka with fewer brokers refuses */
    public TopicReconciler(Admin admin, int replication) {
        this.admin = admin;
        this.replication = replication;
    }

    /**
     * Creates missing topics and sets differing settings; returns the changes, one line each.
     *
     * @throws TopicsException if Kafka refuses, or does not answer in time
     */
    public List<String> reconcile(TopicCatalog catalog) {
        List<String> done = new ArrayList<>();
        Set<String> present = await(admin.listTopics().names());
        List<TopicCatalog.Topic> missing = catalog.topics().stream()
                .filter(topic -> !present.contains(topic.name()))
                .toList();
        await(admin.createTopics(missing.stream().map(this::create).toList()).all());
        missing.forEach(topic -> done.add("created " + topic.name()));
        awaitVisible(missing);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = changes(catalog.without(missing));
        await(admin.incrementalAlterConfigs(changes).all());
        changes.keySet().forEach(topic -> done.add("corrected " + topic.name()));
        return done;
    }

    /**
     * The differences from the catalog, one line each; empty if there are none.
     *
     * @throws TopicsException if Kafka refuses, or does not answer in time
     */
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
        found.addAll(layoutDifferences(known));
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
                throw new TopicsException("Kafka does not show its new topics within " + CALL_SECONDS + " s");
            }
        }
    }

    private List<String> layoutDifferences(List<TopicCatalog.Topic> topics) {
        Map<String, TopicDescription> actual = describe(topics);
        List<String> found = new ArrayList<>();
        for (TopicCatalog.Topic topic : topics) {
            TopicDescription is = Objects.requireNonNull(actual.get(topic.name()));
            int partitions = is.partitions().size();
            if (partitions != topic.partitions()) {
                found.add("topic " + topic.name() + " has " + partitions + " partitions, not " + topic.partitions());
            }
            if (replicasOf(is) < replication) {
                found.add("topic " + topic.name() + " has fewer replicas than " + replication + ": " + replicasOf(is));
            }
        }
        return found;
    }

    private Map<String, TopicDescription> describe(List<TopicCatalog.Topic> topics) {
        return await(admin.describeTopics(
                        topics.stream().map(TopicCatalog.Topic::name).toList())
                .allTopicNames());
    }

    private static int replicasOf(TopicDescription topic) {
        return topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
    }

    private Map<ConfigResource, Collection<AlterConfigOp>> changes(TopicCatalog catalog) {
        Map<String, TopicDescription> topics = describe(catalog.topics());
        Map<ConfigResource, Map<String, String>> wanted = new HashMap<>();
        catalog.topics()
                .forEach(topic -> wanted.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                        topic.configFor(replicasOf(Objects.requireNonNull(topics.get(topic.name()))))));
        Map<ConfigResource, Config> actual =
                await(admin.describeConfigs(wanted.keySet()).all());
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        wanted.forEach((resource, config) -> {
            List<AlterConfigOp> ops = differing(config, Objects.requireNonNull(actual.get(resource)));
            if (!ops.isEmpty()) {
                changes.put(resource, ops);
            }
        });
        return changes;
    }

    private static List<AlterConfigOp> differing(Map<String, String> config, Config actual) {
        return config.entrySet().stream()
                .filter(wanted -> actual.get(wanted.getKey()) == null
                        || !wanted.getValue().equals(actual.get(wanted.getKey()).value()))
                .map(wanted -> new AlterConfigOp(
                        new ConfigEntry(wanted.getKey(), wanted.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    private NewTopic create(TopicCatalog.Topic topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) replication)
                .configs(topic.configFor(replication));
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsException("interrupted while Kafka answers", e);
        } catch (ExecutionException e) {
            throw new TopicsException("Kafka refuses: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new TopicsException("Kafka does not answer within " + CALL_SECONDS + " s", e);
        }
    }
}
