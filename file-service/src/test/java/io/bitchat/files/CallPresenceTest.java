package io.bitchat.files;

import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.request;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.tryBegin;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class CallPresenceTest {
    private final String alice = someone();

    @Test
    void whoUploadsIsAnnouncedAndSoIsEachOfItsChunksWithoutAToken() {
        String file = tryBegin(request("f", 3, alice)).statusCode(201).extract().path("file_id");
        Heard.about(PresenceEvent.TOPIC, alice, 1);
        var before = Instant.now();

        raw(file, 0, new byte[3]).statusCode(200);

        var facts = Heard.about(PresenceEvent.TOPIC, alice, 2);
        assertThat(facts)
                .allSatisfy(
                        fact -> assertThat(fact.value().path("source").asText()).isEqualTo("call"));
        assertThat(Instant.parse(facts.getLast().value().path("at").asText())).isAfterOrEqualTo(before);
    }
}
