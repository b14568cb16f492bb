package io.bitchat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.topics.TopicCatalog;
import io.bitchat.topics.TopicReconciler;
import io.bitchat.topics.TopicsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static List<String> firstStart;

    @BeforeAll
    static void start() {
        kafka = new EmbeddedKafka(new KafkaSettings(folder.resolve("kafka"), "127.0.0.1", FreePorts.next()));
        firstStart = kafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.stop();
    }

    @Test
    void createsTheListedTopicsAndFindsNothingLeftToDo() {
        assertThat(firstStart).contains("created bitchat.messages.v1", "created bitchat.dead-letters.v1");
        try (Admin admin = EmbeddedKafka.admin(kafka.settings().servers())) {
            var reconciler = new TopicReconciler(admin, 1);

            assertThat(reconciler.differences(TopicCatalog.packaged())).isEmpty();
            assertThat(reconciler.reconcile(TopicCatalog.packaged())).isEmpty();
        }
    }

    @Test
    void correctsASettingThatDriftedAndReportsPartitionsThatDiffer() {
        var drifted = new TopicCatalog(List.of(new TopicCatalog.Topic("drift", 2, Map.of("retention.ms", "1000"))));
        var wanted = new TopicCatalog(List.of(new TopicCatalog.Topic("drift", 6, Map.of("retention.ms", "2000"))));
        try (Admin admin = EmbeddedKafka.admin(kafka.settings().servers())) {
            var reconciler = new TopicReconciler(admin, 1);
            reconciler.reconcile(drifted);

            assertThat(reconciler.reconcile(wanted)).containsExactly("corrected drift");
            assertThat(reconciler.differences(wanted)).containsExactly("topic drift has 2 partitions, not 6");
        }
    }

    /** With one broker and two replicas that must be in sync, nothing could be written any more. */
    @Test
    void aTopicWithOneReplicaStaysWritableWhenThreeAreWanted() {
        var catalog = TopicCatalog.packaged();
        try (Admin admin = EmbeddedKafka.admin(kafka.settings().servers())) {
            var reconciler = new TopicReconciler(admin, 3);

            assertThat(reconciler.reconcile(catalog)).isEmpty();
            assertThat(reconciler.differences(catalog))
                    .hasSize(catalog.topics().size())
                    .contains("topic bitchat.messages.v1 has fewer replicas than 3: 1");
        }
    }

    @Test
    void saysThatThereAreFewerBrokersThanReplicas() {
        var wanted = new TopicCatalog(List.of(new TopicCatalog.Topic("replicated", 1, Map.of())));
        try (Admin admin = EmbeddedKafka.admin(kafka.settings().servers())) {
            assertThatThrownBy(() -> new TopicReconciler(admin, 3).reconcile(wanted))
                    .isInstanceOf(TopicsException.class)
                    .hasMessageContaining("Kafka refuses")
                    .hasMessageContaining("replication factor");
        }
    }

    @Test
    void keepsItsTopicsThroughARestart() {
        kafka.stop();

        assertThat(kafka.start()).isEmpty();
    }

    @Test
    void namesTheTakenPort() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = new KafkaSettings(folder.resolve("other"), "127.0.0.1", taken.getLocalPort());

            assertThatThrownBy(() -> new EmbeddedKafka(settings).start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " for Kafka is in use");
        }
    }
}
