package io.bitchat.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void thePayloadIsBounded() {
        assertThat(Sample.ofSize(Message.MAX_PAYLOAD_BYTES).payload().size()).isEqualTo(1_048_576);
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.ofSize(Message.MAX_PAYLOAD_BYTES + 1));
    }

    @Test
    void theTtlIsBounded() {
        var message = Sample.toBob();

        assertThat(message.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(message.withTtl(Message.MAX_TTL).ttl()).isEqualTo(Duration.ofDays(7));
        assertThatIllegalArgumentException().isThrownBy(() -> message.withTtl(Message.MAX_TTL.plusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> message.withTtl(Duration.ofNanos(-1)));
    }

    @Test
    void theTypeIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.toBob().withType(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.toBob().withType("a".repeat(65)));
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.toBob().withType("a b"));
    }

    @Test
    void ageShortensTheTtlDownToNothing() {
        var message = Sample.toBob().withTtl(Duration.ofSeconds(10));

        assertThat(message.aged(Duration.ofSeconds(4)).ttl()).isEqualTo(Duration.ofSeconds(6));
        assertThat(message.aged(Duration.ofSeconds(11)).ttl()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> message.aged(Duration.ofSeconds(-1)));
    }

    @Test
    void copiesGoToEveryMemberOnceButNotToTheSender() {
        var copies = Sample.toAll().copiesFor(List.of("carol", "alice", "bob", "carol", Message.BROADCAST));

        assertThat(copies).extracting(Message::receiver).containsExactly("carol", "bob");
        assertThat(copies).extracting(copy -> copy.key().id()).containsOnly("m1");
        assertThat(copies).noneMatch(Message::isBroadcast);
    }

    @Test
    void theFingerprintCoversTypeAndPayload() {
        var message = Sample.ofSize(5);

        assertThat(message.fingerprint())
                .isEqualTo(Sample.message("m2", "carol").fingerprint());
        assertThat(message.fingerprint())
                .isNotEqualTo(Sample.ofSize(6).fingerprint())
                .isNotEqualTo(message.withType("note").fingerprint());
    }

    @Test
    void thePayloadIsNotPrinted() {
        assertThat(Sample.toBob().toString()).contains("5 bytes").doesNotContain("7878");
    }

    @Test
    void aMessageIsVerifiedUnlessSomebodySaysOtherwise() {
        assertThat(Sample.toBob().unverified()).isFalse();
        assertThat(Sample.toBob().asUnverified().unverified()).isTrue();
    }

    @Test
    void surroundingsKnowEachTransportOnce() {
        var twice = List.of(Sample.ble(), Sample.ble());

        assertThatIllegalArgumentException().isThrownBy(() -> new Surroundings(twice, true, false, Set.of()));
    }
}
