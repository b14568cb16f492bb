package io.bitchat.groups.peers;

import static io.bitchat.groups.Api.getAs;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.contracts.presence.PresenceEvent.WentOffline;
import io.bitchat.groups.RealServers;
import io.bitchat.kit.event.TransientEvents;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class CallPresenceTest {
    @Inject
    TransientEvents events;

    private final String alice = someone("alice");
    private final String bob = someone("bob");

    @Test
    void whoCallsIsAnnouncedWithALease() {
        var before = Instant.now();

        group(alice);

        var fact = Heard.about(PresenceEvent.TOPIC, alice, 1).getFirst();
        assertThat(fact.type()).isEqualTo("online");
        assertThat(fact.value().path("source").asText()).isEqualTo("call");
        var at = Instant.parse(fact.value().path("at").asText());
        assertThat(at).isBetween(before, Instant.now());
        assertThat(Instant.parse(fact.value().path("lease_until").asText())).isEqualTo(at.plus(Duration.ofMinutes(5)));
    }

    @Test
    void aReaderWithoutATokenIsWhoItSays() {
        var id = group(alice, bob);

        getAs(bob, "/groups/" + id).statusCode(200);

        assertThat(Heard.about(PresenceEvent.TOPIC, bob, 1)).isNotEmpty();
    }

    @Test
    void manyCallsAreAnnouncedTogetherWithTheTimeOfTheLast() {
        var id = group(alice);
        Heard.about(PresenceEvent.TOPIC, alice, 1);
        for (int i = 0; i < 20; i++) send(id, alice, "m" + i);
        var last = Instant.now();

        var facts = Heard.about(PresenceEvent.TOPIC, alice, 2);

        // 20 calls within 5 s: at most one announcement more where they took longer
        assertThat(facts).hasSizeLessThanOrEqualTo(3);
        var told = Instant.parse(facts.getLast().value().path("at").asText());
        assertThat(Duration.between(told, last)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whoSaysThatItIsAwayIsNotAnnouncedForEarlierCalls() {
        var id = group(alice);
        Heard.about(PresenceEvent.TOPIC, alice, 1);
        send(id, alice, "still here");
        events.publish(new WentOffline(alice, Instant.now(), "call", WentOffline.SAID_SO))
                .join();
        // bob's later call is announced by the same flush as alice's would have been
        group(bob);
        Heard.about(PresenceEvent.TOPIC, bob, 1);
        group(bob);
        Heard.about(PresenceEvent.TOPIC, bob, 2);

        var facts = Heard.about(PresenceEvent.TOPIC, alice, 2);
        assertThat(facts).extracting(Heard.Fact::type).containsExactly("online", "offline");
    }

    @Test
    void theNextCallAfterBeingAwayIsAnnouncedAtOnce() {
        var id = group(alice);
        Heard.about(PresenceEvent.TOPIC, alice, 1);
        events.publish(new WentOffline(alice, Instant.now(), "call", WentOffline.SAID_SO))
                .join();

        await().atMost(Duration.ofSeconds(4)).until(() -> {
            send(id, alice, "back");
            return Heard.about(PresenceEvent.TOPIC, alice, 2).size() > 2;
        });
    }
}
