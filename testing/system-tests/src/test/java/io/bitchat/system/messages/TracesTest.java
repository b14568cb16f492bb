package io.bitchat.system.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.SpanCollector;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A message is one trace at the collector: from the request through Kafka to the consumers of its event. */
@RequiredSuite(RequiredSuite.Kind.OPTIONAL)
class TracesTest {
    private final Suite suite = Suite.optional();
    private final SpanCollector collector = SpanCollector.shared();

    @Test
    void oneTraceSpansBothServices() {
        new Client(suite.url())
                .call(
                        "POST",
                        "/messages/send",
                        "{\"from_peer_id\":\"alice\",\"to_peer_id\":\"bob\",\"content\":\"x\"}",
                        "traceparent",
                        "00-" + SpanCollector.TRACE + "-00f067aa0ba902b7-01");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(collector.spansOf("message-service"))
                    .contains("POST", "/api/bitchat/messages/send", "publish bitchat.messages.v1");
            assertThat(collector.spansOf("peer-service")).contains("process bitchat.messages.v1");
        });
    }
}
