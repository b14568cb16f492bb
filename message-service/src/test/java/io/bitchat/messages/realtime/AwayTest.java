package io.bitchat.messages.realtime;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.contracts.presence.PresenceEvent.WentOffline;
import io.bitchat.kit.event.TransientEvents;
import io.bitchat.messages.RealServers;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class AwayTest {
    @Inject
    TransientEvents events;

    private final String alice = someone("alice");
    private final String bob = someone("bob");

    /** The second call was to be announced after 5 s, whatever the peer said meanwhile. */
    @Test
    void whoSaysThatItIsAwayIsNotAnnouncedForEarlierCalls() {
        get("/messages/inbox/" + alice).statusCode(200);
        Heard.about(PresenceEvent.TOPIC, alice, 1);
        get("/messages/inbox/" + alice).statusCode(200);
        events.publish(new WentOffline(alice, Instant.now(), "call", WentOffline.SAID_SO))
                .join();
        // bob's second call is announced by the same round as alice's would have been
        get("/messages/inbox/" + bob).statusCode(200);
        Heard.about(PresenceEvent.TOPIC, bob, 1);
        get("/messages/inbox/" + bob).statusCode(200);
        Heard.about(PresenceEvent.TOPIC, bob, 2);

        assertThat(Heard.about(PresenceEvent.TOPIC, alice, 2))
                .extracting(Heard.Fact::type)
                .containsExactly("online", "offline");
    }
}
