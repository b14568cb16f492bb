package io.bitchat.transport.outbox;

import static io.bitchat.transport.outbox.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeenMessagesTest {
    private final SeenMessages<MessageKey> seen = new SeenMessages<>(3, Duration.ofMinutes(1));

    @Test
    void aMessageIsNewOnce() {
        assertThat(seen.isNew(key("m1"), Sample.NOON)).isTrue();
        assertThat(seen.isNew(key("m1"), Sample.NOON)).isFalse();
        assertThat(seen.isNew(key("m2"), Sample.NOON)).isTrue();
    }

    /** A broadcast whose attempt timed out may have arrived before the copies that replace it. */
    @Test
    void aCopyOfABroadcastIsRecognisedByTheReceiverOfTheBroadcast() {
        var broadcast = Sample.toAll();
        seen.isNew(broadcast.key().to("bob"), Sample.NOON);

        var copies = broadcast.copiesFor(List.of("bob", "carol"));

        assertThat(seen.isNew(copies.getFirst().key(), Sample.NOON)).isFalse();
        assertThat(seen.isNew(copies.getLast().key(), Sample.NOON)).isTrue();
    }

    @Test
    void itIsForgottenAfterItsTimeAndNotBefore() {
        seen.isNew(key("m1"), Sample.NOON);

        assertThat(seen.isNew(key("m1"), Sample.NOON.plusSeconds(60))).isFalse();
        assertThat(seen.isNew(key("m1"), Sample.NOON.plusSeconds(61))).isTrue();
    }

    @Test
    void aFloodTakesNoMoreRoomThanItMay() {
        for (int i = 0; i < 10_000; i++) seen.isNew(key("m" + i), Sample.NOON);

        assertThat(seen.size()).isEqualTo(3);
        assertThat(seen.isNew(key("m9999"), Sample.NOON)).isFalse();
    }
}
