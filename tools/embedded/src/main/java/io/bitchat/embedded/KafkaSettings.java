package io.bitchat.embedded;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Location and settings of a Kafka broker: one node that is broker and controller, with low memory use.
 *
 * @param dataFolder logs and metadata; formatted on the first start, kept afterwards
 * @param host address to listen on
 * @param port free TCP port for clients
 */
public record KafkaSettings(Path dataFolder, String host, int port) {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    /** Room for the largest accepted request body (1 MiB) after JSON escaping. */
    private static final String MAX_MESSAGE_BYTES = Integer.toString(8 * 1024 * 1024);

    /** After kill -9, the next start waits this long until the previous session expires. */
    private static final String BROKER_SESSION_MILLIS = "4000";

    public KafkaSettings {
        dataFolder = dataFolder.toAbsolutePath().normalize();
    }

    /** The value for {@code bootstrap.servers}. */
    public String servers() {
        return host + ":" + port;
    }

    Path metadataFolder() {
        return dataFolder.resolve("metadata");
    }

    Path logFolder() {
        return dataFolder.resolve("logs");
    }

    Properties properties(int controllerPort) {
        var p = new Properties();
        identity(p, controllerPort);
        replication(p);
        memory(p);
        return p;
    }

    private void identity(Properties p, int controllerPort) {
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", Integer.toString(NODE_ID));
        p.setProperty("controller.listener.names", CONTROLLER);
        p.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        p.setProperty("listeners", "CLIENTS://" + servers() + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        p.setProperty("advertised.listeners", "CLIENTS://" + servers());
        p.setProperty("listener.security.protocol.map", "CLIENTS:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "CLIENTS");
        p.setProperty("log.dirs", logFolder().toString());
        p.setProperty("metadata.log.dir", metadataFolder().toString());
        p.setProperty("auto.create.topics.enable", "false");
    }

    private static void replication(Properties p) {
        p.setProperty("default.replication.factor", "1");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "3");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("transaction.state.log.num.partitions", "3");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.num.partitions", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("group.min.session.timeout.ms", "1000");
        p.setProperty("broker.heartbeat.interval.ms", "1000");
        p.setProperty("broker.session.timeout.ms", BROKER_SESSION_MILLIS);
    }

    private static void memory(Properties p) {
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "3");
        p.setProperty("background.threads", "2");
        p.setProperty("num.recovery.threads.per.data.dir", "2");
        p.setProperty("log.cleaner.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
        p.setProperty("log.cleaner.io.buffer.size", Integer.toString(256 * 1024));
        p.setProperty("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
        p.setProperty("log.index.size.max.bytes", Integer.toString(1024 * 1024));
        p.setProperty("metadata.log.segment.bytes", Integer.toString(8 * 1024 * 1024));
        p.setProperty("queued.max.requests", "100");
        p.setProperty("message.max.bytes", MAX_MESSAGE_BYTES);
        p.setProperty("replica.fetch.max.bytes", MAX_MESSAGE_BYTES);
    }
}
