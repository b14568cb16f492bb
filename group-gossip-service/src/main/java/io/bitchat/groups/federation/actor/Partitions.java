package io.bitchat.groups.federation.actor;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.groups.site.KnownSites;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Decides which groups this replica drives: those in the partitions of the group message topic that are assigned to it.
 * Records only wake actors. The database is authoritative, so a missed record loses nothing.
 */
@ApplicationScoped
class Partitions implements ConsumerRebalanceListener {
    private static final String CONSUMER_GROUP = "group-gossip-actor";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long PAUSE_NANOS = 500_000_000;
    private static final int STOP_MILLIS = 2_000;

    private final KnownSites sites;
    private final String servers;
    private final Set<Integer> own = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("group-partitions").unstarted(this::runUntilStopped);
    private volatile int count;
    private volatile boolean stopped;
    private volatile Consumer<String> awakened = _ -> {};
    private volatile Runnable changed = () -> {};
    private volatile @Nullable KafkaConsumer<String, byte[]> open;

    Partitions(KnownSites sites, @ConfigProperty(name = "kafka.bootstrap.servers") String servers) {
        this.sites = sites;
        this.servers = servers;
    }

    /** Whether this replica drives a group. */
    boolean own(String groupId) {
        int partitions = count;
        if (partitions == 0) return false;
        return own.contains(Utils.toPositive(Utils.murmur2(groupId.getBytes(StandardCharsets.UTF_8))) % partitions);
    }

    /** Sets the callbacks for groups with news and for changed assignments. They run on the consumer's thread. */
    void listen(Consumer<String> news, Runnable partitions) {
        awakened = news;
        changed = partitions;
    }

    void start(@Observes StartupEvent startup) {
        if (sites.areEnabled()) thread.start();
    }

    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        stopped = true;
        var consumer = open;
        if (consumer != null) consumer.wakeup();
        if (sites.areEnabled()) thread.join(STOP_MILLIS);
    }

    private void runUntilStopped() {
        while (!stopped) {
            try (var consumer = consumer()) {
                open = consumer;
                follow(consumer);
            } catch (WakeupException _) {
                // stop() caused this; the loop's condition ends the loop
            } catch (KafkaException failure) {
                Log.warnf("partitions of this replica are unknown, retrying cause=%s", failure);
                LockSupport.parkNanos(PAUSE_NANOS);
            } finally {
                open = null;
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        count = consumer.partitionsFor(GroupMessageEvent.TOPIC).size();
        consumer.subscribe(List.of(GroupMessageEvent.TOPIC), this);
        while (!stopped) consumer.poll(POLL).forEach(record -> awakened.accept(record.key()));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ConsumerConfig.GROUP_ID_CONFIG, CONSUMER_GROUP,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest",
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000",
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1500",
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> own.add(partition.partition()));
        changed.run();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> own.remove(partition.partition()));
        changed.run();
    }
}
