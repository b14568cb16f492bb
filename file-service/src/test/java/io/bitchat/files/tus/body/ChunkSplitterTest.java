package io.bitchat.files.tus.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs on one event loop, with a store that answers when the test tells it to. */
class ChunkSplitterTest {
    private static final ChunkPlan PLAN = new ChunkPlan(1_050, 100);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Deque<CompletableFuture<Void>> answers = new ArrayDeque<>();
    private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicBoolean ready = new AtomicBoolean();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private ChunkSplitter splitter(int index, byte[] lead) {
        var splitter = new ChunkSplitter(
                PLAN,
                index,
                lead,
                loop,
                (_, bytes) -> {
                    stored.writeBytes(bytes);
                    var answer = new CompletableFuture<Void>();
                    answers.add(answer);
                    return Uni.createFrom().completionStage(answer);
                },
                _ -> Uni.createFrom().item(() -> {
                    lent.incrementAndGet();
                    return lent::decrementAndGet;
                }));
        splitter.onReady(() -> ready.set(true));
        return splitter;
    }

    private <T> T onLoop(Supplier<T> work) {
        var result = new CompletableFuture<T>();
        loop.runOnContext(_ -> result.complete(work.get()));
        return result.join();
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private void awaitAnswers(int count) {
        await().until(() -> onLoop(answers::size) == count);
    }

    @Test
    void aSourceWaitsWhileFourChunksAreOnTheirWay() {
        var splitter = splitter(0, new byte[0]);

        assertThat(onLoop(() -> splitter.add(Buffer.buffer(bytes(1_000))))).isFalse();

        awaitAnswers(4);
        assertThat(lent).hasValue(4);
        assertThat(ready).isFalse();
        while (!ready.get()) {
            onLoop(() -> answers.isEmpty() || answers.remove().complete(null));
        }
        assertThat(stored.size()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void whatIsThereAlreadyComesFirst() throws Exception {
        var bytes = bytes(250);
        var splitter = splitter(9, Arrays.copyOf(bytes, 70));

        onLoop(() -> splitter.add(Buffer.buffer(Arrays.copyOfRange(bytes, 70, 140))));
        awaitAnswers(1);
        onLoop(() -> {
            splitter.end();
            return answers.remove().complete(null);
        });

        var rest = splitter.done().get();
        assertThat(stored.toByteArray()).isEqualTo(Arrays.copyOf(bytes, 100));
        assertThat(rest.index()).isEqualTo(10);
        assertThat(rest.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 100, 140));
        rest.free().run();
        assertThat(lent).hasValue(0);
    }

    @Test
    void whatHasComeIsKeptWhenTheStreamIsCutOff() throws Exception {
        var bytes = bytes(950);
        var splitter = splitter(0, new byte[0]);
        onLoop(() -> splitter.add(Buffer.buffer(bytes)));
        awaitAnswers(4);

        onLoop(() -> {
            splitter.cutOff(Problem.malformed("broke off"));
            return null;
        });
        await().until(() -> onLoop(() -> {
            if (!answers.isEmpty()) answers.remove().complete(null);
            return splitter.done().isDone();
        }));

        var rest = splitter.done().get();
        assertThat(rest.why()).isPresent();
        assertThat(stored.toByteArray()).isEqualTo(Arrays.copyOf(bytes, 900));
        assertThat(rest.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 900, 950));
        rest.free().run();
        assertThat(lent).hasValue(0);
    }

    @Test
    void whatWaitsForMemoryIsGivenUpWhenTheStreamIsStopped() throws Exception {
        var splitter = splitter(0, new byte[0]);
        onLoop(() -> splitter.add(Buffer.buffer(bytes(950))));
        awaitAnswers(4);

        onLoop(() -> {
            splitter.cutOff(Problem.malformed("broke off"));
            splitter.stop(Problem.malformed("somebody else needs the memory"));
            answers.forEach(answer -> answer.complete(null));
            return null;
        });

        var rest = splitter.done().get();
        assertThat(rest.why().orElseThrow().getMessage()).contains("broke off");
        assertThat(stored.size()).isEqualTo(400);
        assertThat(rest.bytes()).isEmpty();
        rest.free().run();
        assertThat(lent).hasValue(0);
    }

    @Test
    void nothingGoesBeyondTheEnd() throws Exception {
        var splitter = splitter(10, new byte[0]);

        assertThat(onLoop(() -> splitter.add(Buffer.buffer(bytes(51))))).isTrue();

        assertThat(splitter.done().get().why())
                .get()
                .extracting(Problem::status)
                .isEqualTo(413);
        assertThat(stored.size()).isZero();
    }

    @Test
    void aChunkThatIsNotStoredEndsItAndGivesAllRoomBack() {
        var splitter = splitter(0, new byte[0]);
        onLoop(() -> splitter.add(Buffer.buffer(bytes(350))));
        awaitAnswers(3);

        onLoop(() -> {
            answers.remove().complete(null);
            answers.remove().completeExceptionally(new IllegalStateException("away"));
            return answers.remove().complete(null);
        });

        assertThatThrownBy(() -> splitter.done().get()).hasMessageContaining("away");
        await().until(() -> lent.get() == 0);
    }
}
