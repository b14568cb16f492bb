package io.bitchat.gossip.causal;

import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Header;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random conversation, with the full vector clock of each message for reference. */
final class History {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private final Random random;
    private final List<CausalOrder> writers = new ArrayList<>();
    private final List<VectorClock> references = new ArrayList<>();
    private final List<Integer> read = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    final Map<Dot, VectorClock> clocks = new HashMap<>();

    /** Each step, a random writer reads up to a random place, then usually writes. */
    static History of(long seed, int writers, int messages) {
        var history = new History(seed, writers);
        while (history.messages.size() < messages) history.step();
        return history;
    }

    private History(long seed, int count) {
        this.random = new Random(seed);
        for (int i = 0; i < count; i++) {
            writers.add(new CausalOrder(Past.empty(), 1_000));
            references.add(new VectorClock());
            read.add(0);
        }
    }

    private void step() {
        int writer = random.nextInt(writers.size());
        int upTo = read.get(writer) + random.nextInt(messages.size() - read.get(writer) + 1);
        for (int i = read.get(writer); i < upTo; i++) read(writer, messages.get(i));
        read.set(writer, upTo);
        if (random.nextInt(3) > 0) write(writer);
    }

    private void read(int reader, Message message) {
        writers.get(reader).offer(message);
        references.get(reader).update(clocks.get(message.header().dot()));
    }

    private void write(int writer) {
        // a writer reads in an order that agrees with causality, so everything is delivered
        var header = writers.get(writer).write(new PeerId(writer), START.plusMillis(random.nextInt(50)));
        references.get(writer).increment(header.writer());
        clocks.put(header.dot(), references.get(writer).copy());
        messages.add(message(header));
    }

    static Message message(Header header) {
        var bytes = ByteBuffer.allocate(16)
                .putLong(header.writer().value())
                .putLong(header.sequence())
                .array();
        return new Message(Envelope.of(bytes), header, bytes);
    }

    boolean happensBefore(Header one, Header other) {
        return clocks.get(one.dot()).happensBefore(clocks.get(other.dot()));
    }
}
