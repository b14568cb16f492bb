package io.bitchat.files.spool;

import static io.bitchat.files.spool.SpoolFixture.files;
import static io.bitchat.files.spool.SpoolFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.spool.SpoolFixture.Sent;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.files.store.ObjectMissingException;
import io.bitchat.files.store.StoreFullException;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every tier of the spool does. */
abstract class SpoolContract {
    static final int USUAL = 64 << 10;
    static final int PIECE = 1 << 20;

    @TempDir
    Path folder;

    SpoolFixture fixture;
    Spools spools;

    abstract SpoolFixture fixture(Path folder);

    @BeforeEach
    void begin() {
        fixture = fixture(folder);
        spools = fixture.spools();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3000, 1", "5000, 7", "2500000, 100000", "2097152, 65536", "3000000, 1048576", "1048577, 65536"
    })
    void givesBackTheSameBytes(int size, int chunkSize) {
        var sent = new Sent(size, chunkSize);
        var spool = run(spools.open(sent.file));

        for (int i = 0; i < sent.count(); i++) {
            run(spool.put(i, sent.message(i)));
            assertThat(run(spool.get(i))).isEqualTo(sent.message(i));
        }

        assertThat(spool.stored().cardinality()).isEqualTo(sent.count());
        for (int i = 0; i < sent.count(); i++) assertThat(run(spool.get(i))).isEqualTo(sent.message(i));
        run(spool.delete());
    }

    /** Another replica runs the transfer now, or this one does again. */
    @Test
    void onceClosedItTakesNothingAndWhatIsOnTheDiskIsUsedAgain() {
        var sent = new Sent(4 * PIECE, USUAL);
        var first = run(spools.open(sent.file));
        sent.putAll(first);
        run(first.close());
        run(first.close());

        for (var tier : List.of("memory", "folder", "store"))
            assertThat(fixture.memory(tier)).as(tier).isZero();
        assertThatThrownBy(() -> run(first.put(0, sent.message(0)))).isInstanceOf(IllegalStateException.class);
        var again = run(spools.open(sent.restored()));
        again.stored().stream().forEach(i -> assertThat(run(again.get(i))).isEqualTo(sent.message(i)));
        sent.putAll(again);
        assertThat(again.stored().cardinality()).isEqualTo(sent.count());
        run(again.delete());
    }

    @Test
    void knowsWhatIsThere() {
        var sent = new Sent(10 * USUAL, USUAL);
        var spool = run(spools.open(sent.file));

        run(spool.put(3, sent.message(3)));
        run(spool.put(3, sent.message(3)));

        assertThat(spool.stored().stream()).containsExactly(3);
        assertThatThrownBy(() -> run(spool.get(4))).isInstanceOf(ChunkMissingException.class);
        run(spool.delete());
    }

    @Test
    void aMessageOfAnotherLengthIsRefused() {
        var sent = new Sent(2 * USUAL + 1, USUAL);
        var spool = run(spools.open(sent.file));

        assertThatThrownBy(() -> run(spool.put(2, sent.message(1)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run(spool.put(3, sent.message(1)))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(spool.stored().isEmpty()).isTrue();
        run(spool.delete());
    }

    @ParameterizedTest
    @CsvSource({"2500000, 100000", "1000, 1", "2097152, 65536", "5242881, 1048576"})
    void whatIsKeptIsWhatTheFileApiStores(int size, int chunkSize) {
        var sent = new Sent(size, chunkSize);
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);

        var pieces = run(spool.keep());
        assertThat(run(spool.keep())).isEqualTo(pieces);
        run(spool.delete());

        var plan = new ChunkPlan(size, PIECE);
        assertThat(pieces).hasSize(plan.count());
        for (var piece : pieces) {
            int from = (int) plan.offset(piece.index());
            assertThat(open(sent, plan, piece)).isEqualTo(Arrays.copyOfRange(sent.bytes, from, from + piece.size()));
        }
        assertThat(files(fixture.transfers())).isEmpty();
        assertThatThrownBy(
                        () -> run(fixture.store.get(new ObjectKey(sent.file.fileId(), ObjectKey.Kind.INDEX, 0), 1_000)))
                .isInstanceOf(ObjectMissingException.class);
    }

    private byte[] open(Sent sent, ChunkPlan plan, KeptPiece piece) {
        var sealed = run(
                fixture.store.get(new ObjectKey(sent.file.fileId(), piece.index()), SealedChunk.sealedLength(PIECE)));
        var place = new SealedChunk.Place(
                sent.file.transfer().toString(), piece.index(), plan.count(), Optional.of(piece.hash()));
        return SealedChunk.open(sent.file.key(), place, sealed).orElseThrow();
    }

    @Test
    void nothingRemainsOfWhatIsDeleted() {
        var sent = new Sent(20 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);
        run(spool.get(0));

        long begin = System.nanoTime();
        run(spool.delete());
        var took = Duration.ofNanos(System.nanoTime() - begin);
        run(spool.delete());

        System.out.printf("%s: 20 MiB deleted in %d ms%n", getClass().getSimpleName(), took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(1));
        assertNothingRemains(sent);
        assertThatThrownBy(() -> run(spool.put(0, sent.message(0)))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run(spool.get(0))).isInstanceOf(IllegalStateException.class);
    }

    private void assertNothingRemains(Sent sent) {
        assertThat(files(fixture.transfers())).isEmpty();
        assertThat(fixture.transfers().resolve(sent.file.fileId())).doesNotExist();
        for (int piece = 0; piece < 20; piece++) {
            var key = new ObjectKey(sent.file.fileId(), piece);
            assertThatThrownBy(() -> run(fixture.store.get(key, 1))).isInstanceOf(ObjectMissingException.class);
        }
        assertThat(fixture.memory("memory")).isZero();
        assertThat(fixture.memory("folder")).isZero();
        assertThat(fixture.memory("store")).isZero();
    }

    @Test
    void deletingWaitsForWhatIsUnderWay() {
        var sent = new Sent(12 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        var puts = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < sent.count(); i++) {
            puts.add(spool.put(i, sent.message(i)).subscribeAsCompletionStage());
        }

        run(spool.delete());

        assertThat(puts).allSatisfy(put -> assertThat(put).isDone());
        assertNothingRemains(sent);
    }

    @Test
    void aFileThatDoesNotFitIntoTheStoreIsNotKept() {
        assumeTrue(fixture.isOnDisk(), "a bucket has no disk that a test could fill");
        var sent = new Sent(3 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        for (int i = 0; i < sent.count() - 1; i++) run(spool.put(i, sent.message(i)));
        fixture.usable.set(1_000);
        run(spool.put(sent.count() - 1, sent.message(sent.count() - 1)));

        assertThatThrownBy(() -> run(spool.keep())).isInstanceOf(StoreFullException.class);
        for (int i = 0; i < sent.count(); i++) assertThat(run(spool.get(i))).isEqualTo(sent.message(i));

        run(spool.delete());
        assertNothingRemains(sent);
    }

    /** Several receivers at different places, while the sender goes on. */
    @Test
    void manyReadAtTheSameTime() {
        var sent = new Sent(12 * PIECE + 5, 100_000);
        var spool = run(spools.open(sent.file));
        var reads = new ArrayList<CompletableFuture<Buffer>>();
        var expected = new ArrayList<Buffer>();
        for (int i = 0; i < sent.count(); i++) {
            run(spool.put(i, sent.message(i)));
            for (int reader = 1; reader <= 8; reader++) {
                int index = i * reader / 8;
                expected.add(sent.message(index));
                reads.add(spool.get(index).subscribeAsCompletionStage());
            }
        }

        for (int i = 0; i < reads.size(); i++)
            assertThat(reads.get(i)).succeedsWithin(SpoolFixture.PATIENCE).isEqualTo(expected.get(i));
        run(spool.delete());
        assertNothingRemains(sent);
    }

    @Test
    void whatIsDiscardedIsGoneWhateverItWas() {
        var sent = new Sent(3 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);
        run(spool.keep());
        run(spool.close());

        run(fixture.spools().discard(sent.restored()));

        assertThat(files(fixture.transfers())).isEmpty();
        assertThat(files(folder.resolve("store"))).isEmpty();
    }

    @Test
    void completesOnTheContextOfWhoAsked() throws Exception {
        var sent = new Sent(3 * PIECE, USUAL);
        var spool = run(spools.open(sent.file));
        var context = fixture.vertx.getOrCreateContext();
        var seen = new CompletableFuture<List<Context>>();

        context.runOnContext(_ -> {
            var contexts = new ArrayList<Context>();
            var done = Multi.createFrom()
                    .range(0, sent.count())
                    .onItem()
                    .transformToUniAndConcatenate(i -> spool.put(i, sent.message(i))
                            .invoke(() -> contexts.add(Vertx.currentContext()))
                            .chain(() -> spool.get(0))
                            .invoke(() -> contexts.add(Vertx.currentContext())))
                    .collect()
                    .last();
            done.subscribe().with(_ -> seen.complete(contexts), seen::completeExceptionally);
        });

        assertThat(seen.get(60, TimeUnit.SECONDS)).hasSize(2 * sent.count()).containsOnly(context);
        run(spool.delete());
    }
}
