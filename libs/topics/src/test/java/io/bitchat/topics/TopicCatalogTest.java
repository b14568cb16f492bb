package io.bitchat.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.topics.TopicCatalog.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCatalogTest {
    @Test
    void readsTheListThatIsPackaged() {
        var topics = TopicCatalog.packaged().topics();

        assertThat(topics).extracting(Topic::name).contains("bitchat.messages.v1", "bitchat.dead-letters.v1");
        assertThat(topics).allSatisfy(topic -> {
            assertThat(topic.partitions()).isPositive();
            assertThat(topic.config()).containsKey("cleanup.policy").doesNotContainKey("min.insync.replicas");
        });
    }

    @Test
    void aTopicMayHaveAnotherNumberOfPartitionsThanTheRest() throws Exception {
        var listed = new ObjectMapper()
                .readTree("{\"partitions\":6,\"topics\":[{\"name\":\"a\"},{\"name\":\"b\",\"partitions\":1}]}");

        assertThat(TopicCatalog.parse(listed).topics())
                .containsExactly(new Topic("a", 6, Map.of()), new Topic("b", 1, Map.of()));
    }

    @Test
    void onlyATopicOfThreeReplicasNeedsTwoInSync() {
        var topic = new Topic("a", 6, Map.of("retention.ms", "1000"));

        assertThat(topic.configFor(1)).isEqualTo(topic.config());
        assertThat(topic.configFor(2)).isEqualTo(topic.config());
        assertThat(topic.configFor(3)).isEqualTo(Map.of("retention.ms", "1000", "min.insync.replicas", "2"));
    }

    @Test
    void aListedNumberInSyncIsKept() {
        var topic = new Topic("a", 6, Map.of("min.insync.replicas", "1"));

        assertThat(topic.configFor(3)).containsExactly(Map.entry("min.insync.replicas", "1"));
    }
}
