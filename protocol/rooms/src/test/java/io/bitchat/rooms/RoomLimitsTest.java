package io.bitchat.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoomLimitsTest {
    private final RunningTransfers running = new RunningTransfers(RoomLimits.defaults());

    @Test
    void aFileOf500MegabytesIsAdmittedAndOneByteMoreIsNot() {
        assertThat(running.admit(offer("alice", "lobby", 524_288_000))).isEmpty();
        assertThat(running.admit(offer("alice", "lobby", 524_288_001))).contains(Refusal.TOO_LARGE);
        assertThat(Refusal.TOO_LARGE.status()).isEqualTo(413);
        assertThat(running.ofUser("alice")).isEqualTo(1);
    }

    @Test
    void theSixthTransferOfAUserIsRefusedInWhateverRoom() {
        for (int i = 0; i < 5; i++)
            assertThat(running.admit(offer("alice", "room" + i, 1))).isEmpty();

        assertThat(running.admit(offer("alice", "another", 1))).contains(Refusal.TOO_MANY_OF_USER);
        assertThat(running.admit(offer("bob", "another", 1))).isEmpty();
        assertThat(Refusal.TOO_MANY_OF_USER.status()).isEqualTo(429);
    }

    @Test
    void theEleventhTransferInARoomIsRefusedWhoeverOffersIt() {
        for (int i = 0; i < 10; i++)
            assertThat(running.admit(offer("peer" + i, "lobby", 1))).isEmpty();

        assertThat(running.admit(offer("alice", "lobby", 1))).contains(Refusal.TOO_MANY_IN_ROOM);
        assertThat(running.admit(offer("alice", "another", 1))).isEmpty();
        assertThat(Refusal.TOO_MANY_IN_ROOM.status()).isEqualTo(429);
    }

    @Test
    void anEndedTransferMakesRoomOnce() {
        var first = offer("alice", "lobby", 1);
        running.admit(first);
        for (int i = 0; i < 4; i++) running.admit(offer("alice", "lobby", 1));
        running.release(first);
        running.release(first);

        assertThat(running.ofUser("alice")).isEqualTo(4);
        assertThat(running.inRoom("lobby")).isEqualTo(4);
        assertThat(running.admit(offer("alice", "lobby", 1))).isEmpty();
        assertThat(running.admit(offer("alice", "lobby", 1))).isPresent();
    }

    @Test
    void whatRanBeforeARestartIsCountedEvenBeyondTheLimits() {
        for (int i = 0; i < 7; i++) running.resume(offer("alice", "lobby", 1));

        assertThat(running.ofUser("alice")).isEqualTo(7);
        assertThat(running.admit(offer("alice", "lobby", 1))).contains(Refusal.TOO_MANY_OF_USER);
    }

    @Test
    void theSameOfferCountsOnce() {
        var offer = offer("alice", "lobby", 1);

        assertThat(running.admit(offer)).isEqualTo(Optional.empty());
        assertThat(running.admit(offer)).isEqualTo(Optional.empty());
        assertThat(running.inRoom("lobby")).isEqualTo(1);
    }

    private static int offers;

    private static Offer offer(String sender, String room, long size) {
        var file = new OfferedFile("f.bin", "application/octet-stream", new Chunking(size, 65_536));
        return new Offer(new UUID(0, ++offers), room, sender, null, file, false);
    }
}
