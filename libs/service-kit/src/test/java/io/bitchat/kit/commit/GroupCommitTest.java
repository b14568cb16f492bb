package io.bitchat.kit.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final List<List<String>> batches = new ArrayList<>();
    private final List<UniEmitter<? super List<String>>> running = new ArrayList<>();
    private final GroupCommit<String, String> commits = new GroupCommit<>(
            new GroupCommit.Limits(3, 4, 1, Duration.ZERO),
            batch -> {
                batches.add(batch);
                if (batch.contains("bad")) return Uni.createFrom().failure(new IllegalArgumentException("bad"));
                return Uni.createFrom().emitter(running::add);
            },
            IllegalArgumentException.class::isInstance);

    @Test
    void whatArrivesDuringACommitSharesTheNextOne() {
        var first = submit("a");
        var second = submit("b");
        var third = submit("c");
        assertThat(batches).containsExactly(List.of("a"));

        running.getFirst().complete(List.of("A"));

        assertThat(batches).containsExactly(List.of("a"), List.of("b", "c"));
        running.getLast().complete(List.of("B", "C"));
        assertThat(first).isCompletedWithValue("A");
        assertThat(second).isCompletedWithValue("B");
        assertThat(third).isCompletedWithValue("C");
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnce() {
        submit("a");
        for (int i = 0; i < 4; i++) submit("w" + i);
        assertThat(submit("x"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
        assertThat(commits.waiting()).isEqualTo(4);
    }

    @Test
    void aBadCommandFailsAloneAndTheOthersAreCommitted() {
        submit("a");
        var good = submit("b");
        var bad = submit("bad");
        running.removeFirst().complete(List.of("A"));

        assertThat(batches).endsWith(List.of("b", "bad"), List.of("b"));
        running.removeFirst().complete(List.of("B"));

        assertThat(good).isCompletedWithValue("B");
        assertThat(bad)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOutageFailsTheBatchWithoutTryingEachCommand() {
        var first = submit("a");
        running.removeFirst().fail(new IllegalStateException("down"));
        assertThat(first)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class);
        submit("b");
        assertThat(batches).containsExactly(List.of("a"), List.of("b"));
    }

    private CompletableFuture<String> submit(String command) {
        return commits.submit(command).subscribeAsCompletionStage();
    }
}
