package io.bitchat.lan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Event;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.Turn;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Proof;
import io.bitchat.lan.wire.Refusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final PeerId BOB = new PeerId("bob");

    private final Turn turn = new Turn(LanParameters.defaults(), new Random(1));
    private final Keys keys = new Keys(turn);

    @BeforeEach
    void begin() {
        turn.begin(NOW);
    }

    private static Ed25519PublicKey key(int number) {
        return new Ed25519PublicKey(Bytes.copyOf(
                ByteBuffer.allocate(Ed25519PublicKey.BYTES).putInt(number).array()));
    }

    private static Proof proof(int key) {
        return new Proof(key(key), Bytes.EMPTY);
    }

    private @Nullable Refusal shows(PeerId peer, int key) {
        return keys.check(peer, proof(key), false, () -> true);
    }

    private @Nullable Refusal isRelayed(PeerId peer, int key) {
        return keys.check(peer, proof(key), true, () -> true);
    }

    private List<Effect> told() {
        return turn.end();
    }

    private static Effect pinned(PeerId peer, int key) {
        return new Effect.Tell(new Event.KeyPinned(peer, key(key)));
    }

    private static Effect dropped(PeerId peer) {
        return new Effect.Tell(new Event.KeyDropped(peer));
    }

    @Test
    void theFirstKeyThatAPeerShowsIsToldOnce() {
        assertThat(shows(BOB, 1)).isNull();
        assertThat(shows(BOB, 1)).isNull();
        assertThat(shows(BOB, 2)).isEqualTo(Refusal.KEY_CHANGED);
        assertThat(keys.check(BOB, null, false, () -> true)).isEqualTo(Refusal.UNSIGNED);

        assertThat(told()).containsExactly(pinned(BOB, 1));
    }

    @Test
    void whatOthersRelayedIsNotToldAndGivesWay() {
        assertThat(isRelayed(BOB, 1)).isNull();
        assertThat(isRelayed(BOB, 2)).isEqualTo(Refusal.KEY_CHANGED);
        assertThat(told()).isEmpty();
        assertThat(keys.of(BOB)).isEqualTo(key(1));

        assertThat(shows(BOB, 2)).isNull();
        assertThat(isRelayed(BOB, 1)).isEqualTo(Refusal.KEY_CHANGED);
        assertThat(told()).containsExactly(pinned(BOB, 2));
    }

    @Test
    void aForgedSignaturePinsNothing() {
        assertThat(keys.check(BOB, proof(1), false, () -> false)).isEqualTo(Refusal.FORGED);

        assertThat(told()).isEmpty();
        assertThat(keys.of(BOB)).isNull();
    }

    @Test
    void aKeyOfAnEarlierRunBinds() {
        keys.know(Map.of(BOB, key(1)));

        assertThat(shows(BOB, 2)).isEqualTo(Refusal.KEY_CHANGED);
        assertThat(shows(BOB, 1)).isNull();
        assertThat(told()).isEmpty();
    }

    @Test
    void aKeyIsForgottenAtOnce() {
        shows(BOB, 1);
        shows(BOB, 2);

        keys.forget(BOB);
        keys.forget(new PeerId("nobody"));

        assertThat(keys.refused()).isEmpty();
        assertThat(shows(BOB, 2)).isNull();
        assertThat(told()).containsExactly(pinned(BOB, 1), dropped(BOB), pinned(BOB, 2));
    }

    @Test
    void theLastRefusedKeyOfAPeerIsKeptIfItsOwnerHasIt() {
        shows(BOB, 1);
        assertThat(keys.check(BOB, proof(2), false, () -> false)).isEqualTo(Refusal.KEY_CHANGED);
        assertThat(isRelayed(BOB, 2)).isEqualTo(Refusal.KEY_CHANGED);
        assertThat(keys.refused()).isEmpty();

        shows(BOB, 2);
        turn.begin(NOW.plusSeconds(5));
        shows(BOB, 3);

        assertThat(keys.refused()).containsExactly(new RefusedKey(BOB, key(1), key(3), NOW.plusSeconds(5)));
    }

    @Test
    void theOneThatWasUsedLongestAgoMakesRoom() {
        for (int i = 0; i < Keys.REMEMBERED; i++) shows(new PeerId("p" + i), i);
        turn.begin(NOW);
        shows(new PeerId("p0"), 0);

        shows(BOB, 1);

        assertThat(told()).containsExactly(dropped(new PeerId("p1")), pinned(BOB, 1));
        assertThat(shows(new PeerId("p0"), 7)).isEqualTo(Refusal.KEY_CHANGED);
    }

    @Test
    void whatIsRelayedTakesTheRoomOfNothingThatWasShown() {
        shows(BOB, 1);
        for (int i = 0; i < 2 * Keys.REMEMBERED; i++) isRelayed(new PeerId("p" + i), i);

        assertThat(shows(BOB, 2)).isEqualTo(Refusal.KEY_CHANGED);
    }
}
