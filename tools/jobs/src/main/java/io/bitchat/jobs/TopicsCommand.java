package io.bitchat.jobs;

import io.bitchat.topics.TopicCatalog;
import io.bitchat.topics.TopicReconciler;
import io.bitchat.topics.TopicsException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates and configures the topics of the suite; changes nothing where they are as they should be. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Creates and configures the Kafka topics of the suite; deletes none.")
final class TopicsCommand implements Callable<Integer> {
    private static final String REQUEST_MILLIS = "10000";
    private static final String CALL_MILLIS = "20000";
    private static final int PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    @Option(
            names = "--servers",
            defaultValue = "${env:BITCHAT_KAFKA_SERVERS:-127.0.0.1:9092}",
            description = "brokers, comma-separated (default: ${DEFAULT-VALUE})")
    private String servers = "";

    @Option(
            names = "--replication",
            defaultValue = "${env:BITCHAT_TOPICS_REPLICATION:-1}",
            description = "replicas of new topics (default: ${DEFAULT-VALUE})")
    private int replication;

    @Option(
            names = "--patience",
            defaultValue = "120",
            description = "seconds to wait for a broker that does not answer (default: ${DEFAULT-VALUE})")
    private int patience;

    @Override
    public Integer call() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS))) {
            var reconciler = new TopicReconciler(admin, replication);
            int pause = PAUSE_MILLIS;
            while (!align(reconciler, deadline)) {
                if (System.nanoTime() > deadline) return 1;
                TimeUnit.MILLISECONDS.sleep(RandomGenerator.getDefault().nextInt(pause / 2, pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
            return 0;
        }
    }

    /** Tries once; returns false if Kafka refuses, or does not answer in time. */
    private boolean align(TopicReconciler reconciler, long deadline) {
        try {
            var changes = reconciler.reconcile(TopicCatalog.packaged());
            changes.forEach(System.out::println);
            System.out.println(changes.isEmpty() ? "all topics are as they should be" : "topics are ready");
            return true;
        } catch (TopicsException e) {
            var last = System.nanoTime() > deadline;
            System.err.println(
                    (last ? "topics cannot be created at " + servers + ": " : "trying again: ") + e.getMessage());
            return false;
        }
    }
}
