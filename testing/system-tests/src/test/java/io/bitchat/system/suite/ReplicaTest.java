package io.bitchat.system.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A second message-service with the same database and broker. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the first replica's environment from /proc")
@RequiredSuite(RequiredSuite.Kind.OPEN)
class ReplicaTest {
    private final Suite suite = Suite.open();

    @Test
    void aSocketAtOneReplicaGetsWhatTheOtherStored() throws Exception {
        try (var second = Replica.of(suite, "message-service")) {
            var url = second.url();
            var alice = Client.someone("alice");
            var bob = Client.someone("bob");
            try (var here = Socket.open(suite.url(), bob, "");
                    var there = Socket.open(url, bob, "")) {
                for (int i = 0; i < 20; i++) {
                    new Client(i % 2 == 0 ? url : suite.url()).send(alice, bob, "m" + i);
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(here.next().at("/data/content").asText()).isEqualTo("m" + i);
                    assertThat(there.next().at("/data/content").asText()).isEqualTo("m" + i);
                }
            }
            var stored = new Client(suite.url())
                    .get("/messages/conversation/" + alice + "/" + bob)
                    .body();
            assertThat(stored.findValues("sequence").stream().map(n -> n.asInt()))
                    .isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
        }
    }
}
