package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.edge.uplink.Neighbourhood.Taken;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private final List<Message> given = new ArrayList<>();
    private final List<CompletableFuture<Taken>> answers = new ArrayList<>();
    private final Deliveries deliveries = new Deliveries(this::take);

    private CompletionStage<Taken> take(Message message) {
        var answer = new CompletableFuture<Taken>();
        given.add(message);
        answers.add(answer);
        return answer;
    }

    private static MessageKey key(String id) {
        return new MessageKey("alice", id, "bob");
    }

    private static Message to(String receiver, String id) {
        return Message.of(new MessageKey("alice", id, receiver), Bytes.copyOf(new byte[1]), Instant.EPOCH);
    }

    private List<String> givenIds() {
        return given.stream().map(message -> message.key().id()).toList();
    }

    @Test
    void oneAfterTheOtherForEachPair() {
        deliveries.deliver(to("bob", "1"), null);
        deliveries.deliver(to("bob", "2"), key("1"));
        deliveries.deliver(to("carol", "3"), null);
        assertThat(givenIds()).containsExactly("1", "3");

        answers.getFirst().complete(new Taken.Delivered("mesh"));
        assertThat(givenIds()).containsExactly("1", "3", "2");
    }

    @Test
    void noneIsGivenWhosePredecessorWasNotTaken() {
        deliveries.deliver(to("bob", "1"), null);
        var second = deliveries.deliver(to("bob", "2"), key("1")).toCompletableFuture();
        answers.getFirst().complete(new Taken.Refused("queue_full_messages"));

        assertThat(second).isCompletedWithValue(new Taken.Refused("waits_its_turn"));
        assertThat(givenIds()).containsExactly("1");
    }

    @Test
    void whatWaitsOnTheNodeWasTaken() {
        deliveries.deliver(to("bob", "1"), null);
        deliveries.deliver(to("bob", "2"), key("1"));
        answers.getFirst().complete(new Taken.Waits("receiver_unreachable"));

        assertThat(givenIds()).containsExactly("1", "2");
    }

    @Test
    void aFailureOfTheNodeIsARefusal() {
        var first = deliveries.deliver(to("bob", "1"), null).toCompletableFuture();
        answers.getFirst().completeExceptionally(new IllegalStateException("stopped"));

        assertThat(first).isCompletedWithValue(new Taken.Refused("node_failed"));
        deliveries.deliver(to("bob", "2"), null);
        assertThat(givenIds()).containsExactly("1", "2");
    }

    /** What is refused without asking the node ends at once, one after the other, and not one within the other. */
    @Test
    void aLongLaneBehindARefusalEnds() {
        deliveries.deliver(to("bob", "0"), null);
        var last = IntStream.range(1, Deliveries.MAX_OPEN)
                .mapToObj(i -> deliveries.deliver(to("bob", "" + i), key("" + (i - 1))))
                .reduce((_, later) -> later)
                .orElseThrow();
        answers.getFirst().complete(new Taken.Refused("no"));

        assertThat(last.toCompletableFuture()).isCompletedWithValue(new Taken.Refused("waits_its_turn"));
        assertThat(deliveries.open()).isZero();
    }

    @Test
    void moreThanTheLimitAreBusy() {
        for (int i = 0; i < Deliveries.MAX_OPEN; i++) deliveries.deliver(to("bob", "" + i), null);
        assertThat(deliveries.deliver(to("carol", "more"), null).toCompletableFuture())
                .isCompletedWithValue(new Taken.Refused("busy"));

        answers.getFirst().complete(new Taken.Delivered("mesh"));
        assertThat(deliveries.deliver(to("carol", "again"), null).toCompletableFuture())
                .isNotDone();
    }

    @Test
    void aNodeThatThrowsDoesNotBlockTheLane() {
        var failing = new Deliveries(_ -> {
            throw new IllegalStateException("stopped");
        });

        for (var id : List.of("1", "2")) {
            assertThat(failing.deliver(to("bob", id), null).toCompletableFuture())
                    .isCompletedWithValue(new Taken.Refused("node_failed"));
        }
        assertThat(failing.open()).isZero();
    }
}
