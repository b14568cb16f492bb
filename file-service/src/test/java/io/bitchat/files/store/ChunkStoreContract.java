package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.SealedChunk;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What file-service requires of every store. */
abstract class ChunkStoreContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int CHUNK = 1 << 20;
    private static final int LARGEST = SealedChunk.sealedLength(ChunkPlan.MAX_CHUNK_SIZE);

    /** File ids are never reused. */
    private final String file = "file_" + UUID.randomUUID().toString().replace("-", "");

    final Vertx vertx = Vertx.vertx();
    final Workers workers = new Workers(vertx, Configurations.files());
    final ChunkStore store = open(workers);

    /** Opens the same store each time. */
    abstract ChunkStore open(Workers workers);

    /** Restarts the store's server, if it has one. */
    abstract void restart();

    @AfterEach
    void close() {
        store.close();
        workers.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void givesBackWhatItWasGiven() {
        var object = bytes(CHUNK, 1);

        run(store.put(key(0), object));

        assertThat(get(0)).isEqualTo(object);
    }

    @Test
    void keepsTheSmallestAndTheLargestObject() {
        run(store.put(key(0), bytes(1, 1)));
        run(store.put(key(1), bytes(LARGEST, 2)));

        assertThat(get(0)).isEqualTo(bytes(1, 1));
        assertThat(get(1)).isEqualTo(bytes(LARGEST, 2));
    }

    @Test
    void putsANewObjectInThePlaceOfAnEarlierOne() {
        run(store.put(key(0), bytes(CHUNK, 1)));
        run(store.put(key(0), bytes(1_000, 2)));

        assertThat(get(0)).isEqualTo(bytes(1_000, 2));
    }

    @Test
    void saysThatAnObjectIsMissing() {
        assertThatThrownBy(() -> get(7))
                .isInstanceOf(ObjectMissingException.class)
                .hasMessageContaining("chunk_000007");
    }

    @Test
    void readsOneByteMoreOfAnObjectThatIsTooLong() {
        run(store.put(key(0), bytes(CHUNK, 1)));

        assertThat(run(store.get(key(0), 1_000))).isEqualTo(Arrays.copyOf(bytes(CHUNK, 1), 1_001));
        assertThat(run(store.get(key(0), CHUNK))).hasSize(CHUNK);
    }

    @Test
    void letsAnObjectBeReadAsItIs() {
        run(store.put(key(0), bytes(CHUNK, 1)));

        assertThat(run(store.read(key(0), new Everything()))).isEqualTo(bytes(CHUNK, 1));
    }

    @Test
    void saysThatAnObjectToReadIsMissing() {
        assertThatThrownBy(() -> run(store.read(key(7), new Everything()))).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void readsOnAThreadThatMayWaitAndAnswersOnTheContextOfWhoAsked() throws Exception {
        run(store.put(key(0), bytes(100, 1)));
        var context = vertx.getOrCreateContext();
        var answered = new CompletableFuture<Boolean>();
        var readOn = new CompletableFuture<Boolean>();
        var reader = new Everything() {
            @Override
            byte[] all(byte[] bytes) {
                readOn.complete(Context.isOnEventLoopThread());
                return bytes;
            }
        };

        context.runOnContext(_ -> store.read(key(0), reader)
                .subscribe()
                .with(_ -> answered.complete(Vertx.currentContext() == context), answered::completeExceptionally));

        assertThat(answered.get()).isTrue();
        assertThat(readOn.get()).isFalse();
    }

    /** Reads a whole object by either method. */
    private static class Everything implements ObjectReader<byte[]> {
        @Override
        public byte[] open(StoredObject object) throws IOException {
            try (object) {
                int length = (int) object.length();
                var bytes = new byte[length];
                object.read(0, length, ByteBuffer.allocate(length)).get(bytes);
                return all(bytes);
            }
        }

        @Override
        public byte[] pass(InputStream object) throws IOException {
            return all(object.readAllBytes());
        }

        byte[] all(byte[] bytes) {
            return bytes;
        }
    }

    @Test
    void storesWhatIsMadePieceByPiece() {
        run(store.put(key(0), new ObjectBody() {
            @Override
            public int length() {
                return 30;
            }

            @Override
            public void writeTo(Pieces out) throws IOException {
                for (int piece = 0; piece < 3; piece++) out.write(ByteBuffer.wrap(bytes(10, piece)));
            }
        }));

        assertThat(get(0)).hasSize(30).startsWith(bytes(10, 0)).endsWith(bytes(10, 2));
    }

    /** The content fails, for example because of a disk error. */
    @Test
    void hasNothingOfAnObjectWhoseMakingFailed() {
        assertThatThrownBy(() -> run(store.put(key(0), new ObjectBody() {
                    @Override
                    public int length() {
                        return 30;
                    }

                    @Override
                    public void writeTo(Pieces out) throws IOException {
                        out.write(ByteBuffer.wrap(bytes(10, 0)));
                        throw new IOException("broken");
                    }
                })))
                .hasStackTraceContaining("broken");

        assertThatThrownBy(() -> get(0)).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void deletesAnObjectAndNoOther() {
        run(store.put(key(0), bytes(100, 1)));
        run(store.put(key(1), bytes(100, 2)));

        run(store.delete(key(0)));

        assertThatThrownBy(() -> get(0)).isInstanceOf(ObjectMissingException.class);
        assertThat(get(1)).isEqualTo(bytes(100, 2));
    }

    @Test
    void deletesWhatIsNotThere() {
        run(store.delete(key(0)));
        run(store.put(key(0), bytes(100, 1)));
        run(store.delete(key(0)));
        run(store.delete(key(0)));

        assertThatThrownBy(() -> get(0)).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void keepsFilesAndChunksApart() {
        var other = new ObjectKey(file + "0", 0);
        run(store.put(key(0), bytes(100, 1)));
        run(store.put(key(1_048_575), bytes(100, 2)));
        run(store.put(other, bytes(100, 3)));

        assertThat(get(0)).isEqualTo(bytes(100, 1));
        assertThat(get(1_048_575)).isEqualTo(bytes(100, 2));
        assertThat(run(store.get(other, CHUNK))).isEqualTo(bytes(100, 3));
    }

    @Test
    void hasOneWholeObjectWhereManyWroteIt() {
        var puts = new ArrayList<CompletableFuture<Void>>();
        for (int writer = 0; writer < 20; writer++) {
            puts.add(store.put(key(0), bytes(CHUNK, writer)).subscribeAsCompletionStage());
        }
        for (var put : puts) assertThat(put).succeedsWithin(PATIENCE);

        var found = get(0);

        assertThat(List.of(found)).containsAnyElementsOf(writers());
    }

    @Test
    void readsWhileOthersWriteAndNeverSeesAPart() {
        run(store.put(key(0), bytes(CHUNK, 0)));
        var puts = new ArrayList<CompletableFuture<Void>>();
        for (int writer = 1; writer < 20; writer++) {
            puts.add(store.put(key(0), bytes(CHUNK, writer)).subscribeAsCompletionStage());
        }

        for (int read = 0; read < 20; read++) assertThat(List.of(get(0))).containsAnyElementsOf(writers());

        for (var put : puts) assertThat(put).succeedsWithin(PATIENCE);
    }

    @Test
    void keepsWhatWasAcknowledgedWhenItGoesAwayAndComesBack() {
        for (int index = 0; index < 5; index++) run(store.put(key(index), bytes(CHUNK, index)));

        restart();

        for (int index = 0; index < 5; index++) assertThat(get(index)).isEqualTo(bytes(CHUNK, index));
        try (var anew = open(workers)) {
            assertThat(run(anew.get(key(4), CHUNK))).isEqualTo(bytes(CHUNK, 4));
        }
    }

    @Test
    void tidiesWithoutTouchingAnObject() {
        run(store.put(key(0), bytes(100, 1)));

        run(store.tidy());

        assertThat(get(0)).isEqualTo(bytes(100, 1));
    }

    @Test
    void isWellWhereObjectsCanBeStored() {
        run(store.check());
    }

    @Test
    void answersOnTheContextOfWhoAsked() throws Exception {
        run(store.put(key(0), bytes(100, 1)));
        var context = vertx.getOrCreateContext();
        var answered = new CompletableFuture<Boolean>();

        context.runOnContext(_ -> store.get(key(0), CHUNK)
                .subscribe()
                .with(_ -> answered.complete(Vertx.currentContext() == context), answered::completeExceptionally));

        assertThat(answered.get()).isTrue();
    }

    @Test
    void saysWhereAnObjectLies() {
        assertThat(store.locationOf(key(3))).endsWith("/" + file + "/chunks/chunk_000003");
    }

    private ObjectKey key(int index) {
        return new ObjectKey(file, index);
    }

    private byte[] get(int index) {
        return run(store.get(key(index), LARGEST));
    }

    private static List<byte[]> writers() {
        var all = new ArrayList<byte[]>();
        for (int writer = 0; writer < 20; writer++) all.add(bytes(CHUNK, writer));
        return all;
    }

    static byte[] bytes(int count, long seed) {
        var bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static <T> T run(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
