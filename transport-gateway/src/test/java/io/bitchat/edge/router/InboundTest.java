package io.bitchat.edge.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Capabilities;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Reach;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.TransportType;
import io.bitchat.transport.outbox.Finished;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A transport that brings more than can be taken, and copies of it. */
class InboundTest implements RouterListener {
    private final Flood flood = new Flood();
    private final List<CompletableFuture<Boolean>> taking = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final List<String> arrived = new ArrayList<>();
    private boolean eager;
    private final Inbound inbound = new Inbound(Runnable::run, this, InstantSource.system());

    @Test
    void whatCannotBeTakenYetStaysWithTheTransport() {
        for (int i = 0; i < 1_000; i++) flood.brings("sender" + i, "m", null);

        inbound.take(flood);
        assertThat(taking).hasSize(256);
        assertThat(flood.waiting).hasSize(744);

        for (int i = 0; i < 1_000; i++) taking.get(i).complete(true);
        assertThat(answers).hasSize(1_000).allMatch(answer -> answer.endsWith("true"));
    }

    @Test
    void aMessageIsTakenOnceAndAfterTheOneThatItNames() {
        flood.brings("a", "1", null);
        flood.brings("a", "1", null);
        flood.brings("a", "3", "2");
        flood.brings("a", "2", "1");

        inbound.take(flood);
        assertThat(taking).hasSize(1);
        taking.get(0).complete(true);
        taking.get(1).complete(true);

        assertThat(taking).hasSize(2);
        assertThat(answers).containsExactly("1 true", "1 true", "3 false", "2 true");
    }

    @Test
    void aListenerThatKeepsOrderGetsSeveralAtATime() {
        eager = true;
        flood.brings("a", "1", null);
        flood.brings("a", "2", "1");
        flood.brings("a", "2", "1");
        flood.brings("a", "4", "3");
        flood.brings("a", "3", "2");

        inbound.take(flood);
        // 4 names one that has not come, and so 3 is given alone
        assertThat(taking).hasSize(3);
        assertThat(answers).containsExactly("4 false");
        taking.get(0).complete(true);
        taking.get(1).complete(true);
        taking.get(2).complete(true);
        assertThat(answers).containsExactly("4 false", "1 true", "2 true", "2 true", "3 true");

        flood.brings("a", "2", "1");
        inbound.take(flood);
        assertThat(taking).hasSize(3);
        assertThat(answers).endsWith("2 true");
    }

    @Test
    void nothingFollowsOneThatWasRefused() {
        eager = true;
        flood.brings("a", "1", null);
        inbound.take(flood);
        taking.getFirst().complete(false);
        flood.brings("a", "2", "1");
        inbound.take(flood);

        assertThat(taking).hasSize(1);
        assertThat(answers).containsExactly("1 false", "2 false");
    }

    @Test
    void whoUsesTheIdOfAnothersMessageDoesNotSuppressIt() {
        for (boolean each : new boolean[] {false, true}) {
            eager = each;
            var id = each ? "eager" : "single";
            flood.brings("a", id, null, "forged");
            flood.brings("a", id, null, "real");
            flood.brings("a", id, null, "real");
            inbound.take(flood);
            while (!taking.isEmpty()) taking.removeFirst().complete(true);
            flood.brings("a", id, null, "real");
            inbound.take(flood);
            assertThat(taking).isEmpty();
        }
        assertThat(arrived).containsExactly("forged", "real", "forged", "real");
        assertThat(answers).hasSize(8).allMatch(answer -> answer.endsWith("true"));
    }

    @Override
    public boolean keepsOrder(Message message) {
        return eager;
    }

    @Override
    public CompletionStage<Boolean> arrived(Message message, TransportId by, String from) {
        arrived.add(new String(message.payload().toArray(), StandardCharsets.UTF_8));
        var safe = new CompletableFuture<Boolean>();
        taking.add(safe);
        return safe;
    }

    @Override
    public void expired(Finished finished) {}

    @Override
    public void switched(TransportId from, ReasonCode reason, @Nullable TransportId to) {}

    /** Has messages, and sends none. */
    private final class Flood implements TransportAdapter {
        final Deque<Arrival> waiting = new ArrayDeque<>();

        void brings(String sender, String id, @Nullable String after) {
            brings(sender, id, after, "");
        }

        void brings(String sender, String id, @Nullable String after, String text) {
            var key = new MessageKey(sender, id, "us");
            var message = Message.of(key, Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8)), Instant.now());
            var before = after == null ? null : new MessageKey(sender, after, "us");
            waiting.add(new Arrival(message, sender, before, taken -> answers.add(id + " " + taken)));
        }

        @Override
        public Optional<Arrival> receive() {
            return Optional.ofNullable(waiting.poll());
        }

        @Override
        public TransportId id() {
            return TransportId.MESH;
        }

        @Override
        public CompletionStage<Boolean> start(AdapterListener listener) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletionStage<Void> stop() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public int window() {
            return 1;
        }

        @Override
        public CompletionStage<SendResult> send(Message message, @Nullable MessageKey after) {
            return CompletableFuture.completedFuture(new SendResult.Failed("receives only"));
        }

        @Override
        public void abandon(MessageKey key) {}

        @Override
        public TransportState state(String receiver) {
            return new TransportState(
                    id(), TransportType.MESH_RELAY, Capabilities.ofMesh(), Availability.AVAILABLE, Reach.UNREACHABLE);
        }
    }
}
