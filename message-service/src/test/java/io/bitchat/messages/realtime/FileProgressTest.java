package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** S0-FIL-65: an uploading peer sees the progress on its sockets. */
@QuarkusTest
@RealServers
class FileProgressTest {
    private static final String HASH = "0".repeat(64);

    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    private final String alice = "alice-" + UUID.randomUUID();
    private final String file = "file_" + UUID.randomUUID().toString().replace("-", "");

    private void publish(FileEvent event) {
        producer.send(codec.encode(event, TraceContext.start())).join();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private FileEvent stored(int count, Instant at) {
        return new FileEvent.ChunkStored(file, at, count - 1, HASH, 1 << 20, count, 3, alice);
    }

    private FileEvent completed() {
        return new FileEvent.Completed(file, now(), "a.pdf", 3 << 20, "application/pdf", 3, HASH, alice);
    }

    @Test
    void theUploaderIsToldHowFarItIsAndNobodyElse() throws Exception {
        try (var uploader = TestSocket.open(alice);
                var stranger = TestSocket.open("bob-" + UUID.randomUUID())) {
            publish(stored(1, now()));
            publish(completed());

            var first = uploader.next();
            assertThat(first.path("type").asText()).isEqualTo("file_progress");
            assertThat(first.has("cursor")).isFalse();
            assertThat(first.at("/data/file_id").asText()).isEqualTo(file);
            assertThat(first.at("/data/status").asText()).isEqualTo("uploading");
            assertThat(first.at("/data/uploaded_chunks").asInt()).isEqualTo(1);
            assertThat(first.at("/data/total_chunks").asInt()).isEqualTo(3);
            assertThat(first.at("/data/progress").asText()).isEqualTo("33.33");
            var last = uploader.next();
            assertThat(last.at("/data/status").asText()).isEqualTo("completed");
            assertThat(last.at("/data/progress").asDouble()).isEqualTo(100);
            assertThat(stranger.isQuiet()).isTrue();
        }
    }

    /** Older progress is in the file's representation; many chunks in a short time give one frame. */
    @Test
    void oldFactsAndBurstsAreNotTold() throws Exception {
        try (var uploader = TestSocket.open(alice)) {
            publish(stored(1, now().minus(Duration.ofMinutes(1))));
            publish(stored(2, now()));
            publish(stored(3, now()));
            publish(completed());

            assertThat(uploader.next().at("/data/uploaded_chunks").asInt()).isEqualTo(2);
            assertThat(uploader.next().at("/data/status").asText()).isEqualTo("completed");
        }
    }
}
