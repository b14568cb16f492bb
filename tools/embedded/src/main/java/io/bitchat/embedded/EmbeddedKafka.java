package io.bitchat.embedded;

import io.bitchat.topics.TopicCatalog;
import io.bitchat.topics.TopicReconciler;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka 4.1 broker in this process (KRaft, one node), with the suite's topics. It can be restarted after a stop; the
 * data stay. Not thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int ONE_BROKER = 1;

    private final KafkaSettings settings;
    private final TopicCatalog catalog;
    private @Nullable KafkaRaftServer server;

    public EmbeddedKafka(KafkaSettings settings) {
        this(settings, TopicCatalog.packaged());
    }

    public EmbeddedKafka(KafkaSettings settings, TopicCatalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    public KafkaSettings settings() {
        return settings;
    }

    /**
     * Returns when the broker answers metadata requests and all topics of the catalog exist; returns the changes that
     * this took.
     *
     * @throws EmbeddedException if the port is taken or the folder is unusable
     * @throws io.bitchat.topics.TopicsException if the broker does not create the topics
     */
    public List<String> start() {
        if (!FreePorts.isFree(settings.host(), settings.port())) {
            throw new EmbeddedException(
                    "port " + settings.port() + " for Kafka is in use; stop what listens there or choose another");
        }
        Folders.createPrivate(settings.dataFolder());
        format();
        var config = new KafkaConfig(settings.properties(FreePorts.next()));
        var starting = new KafkaRaftServer(config, Time.SYSTEM);
        server = starting;
        starting.startup();
        try (Admin admin = admin(settings.servers())) {
            return new TopicReconciler(admin, ONE_BROKER).reconcile(catalog);
        }
    }

    /** Flushes and closes the logs. */
    public void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    public boolean isRunning() {
        return server != null;
    }

    @Override
    public void close() {
        stop();
    }

    /** An admin client with timeouts of seconds. */
    public static Admin admin(String servers) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000"));
    }

    private void format() {
        Path metadata = Folders.createPrivate(settings.metadataFolder());
        Path logs = Folders.createPrivate(settings.logFolder());
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(clusterId())
                    .setNodeId(KafkaSettings.NODE_ID)
                    .setControllerListenerName(KafkaSettings.CONTROLLER)
                    .setMetadataLogDirectory(Optional.of(metadata.toString()))
                    .setDirectories(List.of(logs.toString(), metadata.toString()))
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedException(
                    "Kafka's folder " + settings.dataFolder() + " cannot be used (" + e.getMessage()
                            + "); free space there, or choose another data folder",
                    e);
        }
    }

    private String clusterId() {
        return ClusterId.in(settings.metadataFolder())
                .orElseGet(() -> Uuid.randomUuid().toString());
    }
}
