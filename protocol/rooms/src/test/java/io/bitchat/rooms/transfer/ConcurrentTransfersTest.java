package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.ALICE;
import static io.bitchat.rooms.transfer.Desk.BOB;
import static io.bitchat.rooms.transfer.Desk.CAROL;
import static io.bitchat.rooms.transfer.Desk.DAVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConcurrentTransfersTest {
    /** Five transfers step by step in random order: each has its own state, and none sees a chunk of another. */
    @Property(tries = 50)
    void fiveTransfersAtOnceDoNotMix(@ForAll long seed) {
        var random = new Random(seed);
        var desks = IntStream.range(0, 5).mapToObj(i -> Desk.toBob(3 + i)).toList();
        desks.forEach(desk -> desk.accept(BOB));
        desks.get(1).give(new Input.Pause(BOB));
        desks.get(3).give(new Input.Cancel(ALICE, "wrong file"));
        var at = new int[5];
        for (int step = 0; step < 200; step++) {
            int i = random.nextInt(5);
            if (i == 1 || i == 3 || at[i] == 3 + i) continue;
            desks.get(i).move(BOB, at[i], ++at[i]);
        }

        assertThat(desks.get(0).state()).isEqualTo(new State.Completed());
        assertThat(desks.get(1).state().wire()).isEqualTo("paused");
        assertThat(desks.get(2).state()).isEqualTo(new State.Completed());
        assertThat(desks.get(3).state()).isEqualTo(new State.Cancelled("wrong file"));
        assertThat(desks.get(4).state()).isEqualTo(new State.Completed());
        for (int i : new int[] {0, 2, 4}) {
            assertThat(desks.get(i).chunksTo(BOB))
                    .isEqualTo(IntStream.range(0, 3 + i).boxed().toList());
        }
    }

    /** One upload: each chunk is stored once and sent to each of the three, at the pace of each. */
    @Test
    void oneUploadServesManyReceivers() {
        var desk = Desk.toAll(20);
        for (var peer : List.of(BOB, CAROL, DAVE)) desk.accept(peer);
        for (int i = 0; i < 20; i++) desk.chunk(i);
        desk.credit(BOB, 4, 0);
        desk.credit(CAROL, 1, 0);
        for (int i = 1; i <= 20; i++) {
            desk.credit(BOB, i <= 16 ? 1 : 0, i);
        }
        assertThat(desk.chunksTo(BOB)).hasSize(20);
        assertThat(desk.chunksTo(CAROL)).hasSize(1);
        assertThat(desk.stateOf(BOB)).isEqualTo(new State.Completed());
        assertThat(desk.state()).isEqualTo(new State.Active());
        for (var peer : List.of(CAROL, DAVE)) {
            for (int i = peer.equals(CAROL) ? 1 : 0; i < 20; i++) desk.credit(peer, 1, i);
            desk.credit(peer, 0, 20);
        }

        assertThat(desk.state()).isEqualTo(new State.Completed());
        assertThat(desk.all).filteredOn(Effect.StoreChunk.class::isInstance).hasSize(20);
        assertThat(desk.granted()).isEqualTo(20);
        assertThat(desk.facts()).endsWith(new Fact.Completed(List.of(BOB, CAROL, DAVE)));
    }

    @Test
    void whoAcceptsLaterGetsEverythingFromTheBeginning() {
        var desk = Desk.toAll(6);
        desk.accept(BOB);
        desk.move(BOB, 0, 4);
        desk.accept(CAROL);
        desk.credit(CAROL, 4, 0);

        assertThat(desk.chunksTo(CAROL)).containsExactly(0, 1, 2, 3);
    }
}
