package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A message is one trace, from the request over Kafka to whoever applies its event, as a collector sees it. */
@RequiredSuite(RequiredSuite.Kind.TRACED)
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    @Test
    void oneTraceSpansBothServices() throws IOException {
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (var suite =
                Suite.traced("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces")) {
            var client = new Client(suite.url());
            client.call(
                    "POST",
                    "/messages/send",
                    "{\"from_peer_id\":\"alice\",\"to_peer_id\":\"bob\",\"content\":\"x\"}",
                    "traceparent",
                    "00-" + TRACE + "-00f067aa0ba902b7-01");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(spansOf("message-service"))
                        .contains("POST", "/api/bitchat/messages/send", "publish bitchat.messages.v1");
                assertThat(spansOf("peer-service")).contains("process bitchat.messages.v1");
            });
        } finally {
            collector.stop(0);
        }
    }

    /** What a service sent of the trace, as text: in OTLP's protobuf ids are bytes and names are plain. */
    private String spansOf(String service) {
        var all = new StringBuilder();
        var id = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
        for (var bytes : received) {
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (text.contains(id) && text.contains(service)) all.append(text);
        }
        return all.toString();
    }
}
