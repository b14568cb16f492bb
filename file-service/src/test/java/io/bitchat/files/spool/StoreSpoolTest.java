package io.bitchat.files.spool;

import static io.bitchat.files.spool.SpoolFixture.files;
import static io.bitchat.files.spool.SpoolFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bitchat.files.flow.PieceMemory;
import io.bitchat.files.spool.SpoolFixture.Sent;
import io.bitchat.files.store.StoreFullException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Large files in the store of a folder. */
class StoreSpoolTest extends SpoolContract {
    /** Pieces of 1 MiB end within chunks of this size. */
    private static final int ODD = 100_000;

    @Override
    SpoolFixture fixture(Path folder) {
        return new SpoolFixture(folder, SpoolFixture.STORE);
    }

    @Test
    void noMoreThanFourPiecesAreGathered() {
        var sent = new Sent(6 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        for (int piece = 0; piece < 4; piece++) run(spool.put(16 * piece, sent.message(16 * piece)));

        assertThatThrownBy(() -> run(spool.put(64, sent.message(64))))
                .isInstanceOf(OutOfOrderException.class)
                .hasMessage("chunk 64 begins another piece, and 4 are not complete");
        assertThat(spool.stored().stream()).containsExactly(0, 16, 32, 48);

        for (int i = 1; i < 16; i++) run(spool.put(i, sent.message(i)));
        run(spool.put(64, sent.message(64)));
        sent.putAll(spool);
        assertThat(run(spool.keep())).hasSize(6);
        run(spool.delete());
    }

    @Test
    void inOrderFourPiecesOfMemorySuffice() {
        var sent = new Sent(30 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        double most = 0;
        for (int i = 0; i < sent.count(); i++) {
            run(spool.put(i, sent.message(i)));
            run(spool.get(i));
            run(spool.get(i / 2));
            most = Math.max(most, fixture.memory("store"));
        }

        assertThat(most).isBetween(1.0 * PIECE, 4.0 * PIECE);
        run(spool.delete());
    }

    @Test
    void anAbandonedTransferLosesItsMemoryToOneThatMoves() {
        var nanos = new AtomicLong();
        var memory = new PieceMemory(5 * PIECE, _ -> {}, Runnable::run, nanos::get);
        var abandoned = new Sent(4 * PIECE, USUAL);
        var first = run(StoreSpool.open(abandoned.file, fixture.parts(abandoned.file, memory)));
        for (int piece = 0; piece < 4; piece++) run(first.put(16 * piece, abandoned.message(16 * piece)));
        nanos.addAndGet(PieceMemory.IDLE.toNanos());

        var sent = new Sent(5 * PIECE, ODD);
        var second = run(StoreSpool.open(sent.file, fixture.parts(sent.file, memory)));
        sent.putAll(second);

        assertThat(run(second.keep())).hasSize(5);
        assertThat(first.stored().isEmpty()).isTrue();
        assertThatThrownBy(() -> run(first.get(0))).isInstanceOf(StoreFullException.class);
        assertThatThrownBy(() -> run(first.put(1, abandoned.message(1)))).isInstanceOf(StoreFullException.class);
        run(first.delete());
        run(second.delete());
    }

    @Test
    void afterARestartItHasTheChunksWithinPiecesOfTheStore() {
        var sent = new Sent(5 * PIECE, ODD);
        var first = run(spools.open(sent.file));
        for (int i = 0; i < 40; i++) run(first.put(i, sent.message(i)));
        var expected = new BitSet();
        // three pieces are full, and the 32nd chunk ends in the fourth
        expected.set(0, 31);

        await().untilAsserted(() -> assertThat(restored(sent).stored()).isEqualTo(expected));
        var spool = restored(sent);

        for (int i = 0; i < 31; i++) assertThat(run(spool.get(i))).isEqualTo(sent.message(i));
        sent.putAll(spool);
        for (int i = 0; i < sent.count(); i++) assertThat(run(spool.get(i))).isEqualTo(sent.message(i));
        assertThat(run(spool.keep())).hasSize(5);
        run(spool.delete());
        assertThat(files(folder.resolve("store"))).hasSize(5);
    }

    private Spool restored(Sent sent) {
        return run(fixture.spools().open(sent.restored()));
    }

    @Test
    void whatIsDamagedOrGoneInTheStoreIsNotThereAfterARestart() throws Exception {
        var sent = new Sent(4 * PIECE, USUAL);
        var first = run(spools.open(sent.file));
        sent.putAll(first);
        run(first.keep());
        await().untilAsserted(
                        () -> assertThat(restored(sent).stored().cardinality()).isEqualTo(64));
        var second = pieceOf(sent, 1);
        var bytes = Files.readAllBytes(second);
        bytes[1_000] ^= 1;
        Files.write(second, bytes);
        Files.delete(pieceOf(sent, 3));

        var spool = restored(sent);

        var expected = new BitSet();
        expected.set(0, 16);
        expected.set(32, 48);
        assertThat(spool.stored()).isEqualTo(expected);
        run(spool.delete());
        assertThat(files(folder.resolve("store"))).isEmpty();
    }

    private Path pieceOf(Sent sent, int piece) {
        return folder.resolve("store/%s/chunks/chunk_%06d".formatted(sent.file.transfer(), piece));
    }

    /** Its beginning is in the store, its end is not. */
    @Test
    void aChunkThatIsAnotherOneAfterARestartIsRefused() {
        var sent = new Sent(2 * PIECE, ODD);
        var first = run(spools.open(sent.file));
        for (int i = 0; i < 12; i++) run(first.put(i, sent.message(i)));
        await().untilAsserted(
                        () -> assertThat(restored(sent).stored().cardinality()).isEqualTo(10));
        var spool = restored(sent);

        sent.bytes[10 * ODD] ^= 1;
        assertThatThrownBy(() -> run(spool.put(10, sent.message(10))))
                .hasMessage("chunk 10 differs from what is stored of it");
        sent.bytes[10 * ODD] ^= 1;
        run(spool.put(10, sent.message(10)));

        assertThat(run(spool.get(10))).isEqualTo(sent.message(10));
        run(spool.delete());
    }

    @Test
    void aFullStoreEndsThePutsAndWhatWasPutCanBeRead() {
        var sent = new Sent(20 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        for (int i = 0; i < 40; i++) run(spool.put(i, sent.message(i)));
        fixture.usable.set(1_000);

        assertThatThrownBy(() -> sent.putAll(spool)).isInstanceOf(StoreFullException.class);
        fixture.usable.set(Long.MAX_VALUE);

        assertThatThrownBy(() -> run(spool.put(300, sent.message(300)))).isInstanceOf(StoreFullException.class);
        spool.stored().stream().forEach(i -> assertThat(run(spool.get(i))).isEqualTo(sent.message(i)));
        assertThat(spool.stored().cardinality()).isGreaterThanOrEqualTo(40);
        run(spool.delete());
        assertThat(files(folder.resolve("store"))).isEmpty();
    }

    @Test
    void putsWaitWhileTwoPiecesAreWritten() {
        var slow = new HeldStore(fixture.store);
        var sent = new Sent(6 * PIECE, PIECE);
        var spool = run(fixture.spools(slow).open(sent.file));

        run(spool.put(0, sent.message(0)));
        run(spool.put(1, sent.message(1)));
        var third = spool.put(2, sent.message(2)).subscribeAsCompletionStage();
        assertThat(third).isNotDone();
        assertThat(run(spool.get(2))).isEqualTo(sent.message(2));
        await().until(() -> slow.held() == 2);

        slow.release();
        assertThat(third).succeedsWithin(SpoolFixture.PATIENCE);
        sent.putAll(spool);
        assertThat(run(spool.keep())).hasSize(6);
        assertThat(slow.most()).isLessThanOrEqualTo(2);
        run(spool.delete());
    }
}
