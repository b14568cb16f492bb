package io.bitchat.files.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.health.StoreProbe.Result;
import io.bitchat.files.health.StoreProbe.Times;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.ObjectBody;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.files.store.ObjectReader;
import io.bitchat.files.store.StoreRoom;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreProbeTest {
    private static final Result ROOM = new Result.Ready(new StoreRoom(OptionalLong.of(2), OptionalLong.of(1)));
    private static final Times TIMES = new Times(Duration.ofSeconds(3), Duration.ofMillis(5), Duration.ofSeconds(10));

    private final AtomicLong now = new AtomicLong();
    private final ManualStore store = new ManualStore();
    private final StoreProbe probe = new StoreProbe(store, TIMES, now::get);

    @Test
    void aResultIsGivenOutAgainForAWhile() {
        store.answers(new StoreRoom(OptionalLong.of(2), OptionalLong.of(1)));
        assertThat(result()).isEqualTo(ROOM);

        pass(2);
        assertThat(result()).isEqualTo(ROOM);
        assertThat(store.asked).isEqualTo(1);

        pass(1);
        store.answers(StoreRoom.UNKNOWN);
        assertThat(result()).isEqualTo(new Result.Ready(StoreRoom.UNKNOWN));
        assertThat(store.asked).isEqualTo(2);
    }

    @Test
    void aFailureEndsByItself() {
        var broken = new IOException("read-only");
        store.fails(broken);
        assertThat(result()).isEqualTo(new Result.Failed(broken));

        pass(3);
        store.answers(StoreRoom.UNKNOWN);
        assertThat(result()).isInstanceOf(Result.Ready.class);
    }

    @Test
    void whileAProbeRunsTheResultBeforeItCountsUntilTheLimit() {
        store.answers(StoreRoom.UNKNOWN);
        result();
        pass(3);
        var hanging = store.hangs();

        assertThat(result()).isInstanceOf(Result.Ready.class);
        pass(9);
        assertThat(result()).isInstanceOf(Result.Ready.class);
        pass(1);
        assertThat(result()).isInstanceOfSatisfying(Result.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(ProbeLateException.class)
                .hasMessage("no answer for 10000 ms"));
        assertThat(store.asked).as("probes at a time").isEqualTo(2);

        hanging.complete(StoreRoom.UNKNOWN);
        assertThat(result()).isInstanceOf(Result.Ready.class);
    }

    @Test
    void aStoreThatHasNeverAnsweredIsNotReady() {
        var hanging = store.hangs();

        assertThat(result()).isInstanceOf(Result.Failed.class);
        assertThat(result()).isInstanceOf(Result.Failed.class);
        assertThat(store.asked).isEqualTo(1);
        hanging.complete(StoreRoom.UNKNOWN);
        assertThat(result()).isInstanceOf(Result.Ready.class);
    }

    @Test
    void aLateFailureCountsAsOne() {
        store.answers(StoreRoom.UNKNOWN);
        result();
        pass(3);
        var hanging = store.hangs();
        result();

        hanging.completeExceptionally(new IOException("read-only"));

        assertThat(result()).isInstanceOf(Result.Failed.class);
    }

    private Result result() {
        return probe.result().await().atMost(Duration.ofSeconds(20));
    }

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    /** Answers probes in the order in which the test says so; stores nothing. */
    private static final class ManualStore implements ChunkStore {
        private final Deque<CompletableFuture<StoreRoom>> answers = new ArrayDeque<>();
        private int asked;

        void answers(StoreRoom room) {
            answers.add(CompletableFuture.completedFuture(room));
        }

        void fails(Exception cause) {
            answers.add(CompletableFuture.failedFuture(cause));
        }

        CompletableFuture<StoreRoom> hangs() {
            var answer = new CompletableFuture<StoreRoom>();
            answers.add(answer);
            return answer;
        }

        @Override
        public Uni<StoreRoom> check() {
            asked++;
            return Uni.createFrom().completionStage(answers.remove());
        }

        @Override
        public String name() {
            return "manual";
        }

        @Override
        public String locationOf(ObjectKey key) {
            throw new AssertionError(key);
        }

        @Override
        public Uni<Void> put(ObjectKey key, ObjectBody object) {
            throw new AssertionError(key);
        }

        @Override
        public Uni<byte[]> get(ObjectKey key, int atMost) {
            throw new AssertionError(key);
        }

        @Override
        public <T> Uni<T> read(ObjectKey key, ObjectReader<T> reader) {
            throw new AssertionError(key);
        }

        @Override
        public boolean movesWholeObjects() {
            return false;
        }

        @Override
        public Uni<Void> delete(ObjectKey key) {
            throw new AssertionError(key);
        }

        @Override
        public Uni<Void> tidy() {
            throw new AssertionError("tidy");
        }
    }
}
