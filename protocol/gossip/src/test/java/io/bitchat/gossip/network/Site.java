package io.bitchat.gossip.network;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.GossipParameters;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.gossip.wire.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A machine that runs a node, with a disk that survives restarts. */
public final class Site {
    private final PeerId id;
    private final @Nullable GroupSeal seal;
    private final List<Message> delivered = new ArrayList<>();
    private final Map<Dot, Envelope> disk = new LinkedHashMap<>();
    private Past past = Past.empty();
    private @Nullable GossipNode node;
    private int lives;

    Site(PeerId id, @Nullable GroupSeal seal) {
        this.id = id;
        this.seal = seal;
    }

    void begin(GossipParameters parameters, Random random) {
        lives++;
        node = seal == null
                ? GossipNode.relay(contact(), parameters, random)
                : GossipNode.member(contact(), parameters, seal, past, random);
    }

    void end() {
        past = node().past();
        node = null;
    }

    void deliver(Message message) {
        delivered.add(message);
        disk.put(message.header().dot(), message.envelope());
    }

    List<Envelope> load(List<Range> ranges) {
        return ranges.stream()
                .flatMap(range -> LongStream.rangeClosed(range.from(), range.to())
                        .mapToObj(sequence -> disk.get(new Dot(range.writer(), sequence))))
                .filter(Objects::nonNull)
                .toList();
    }

    int life() {
        return lives;
    }

    boolean isLife(int life) {
        return node != null && lives == life;
    }

    public PeerId id() {
        return id;
    }

    public Contact contact() {
        return new Contact(id, "node:" + Long.toUnsignedString(id.value(), 36));
    }

    public GossipNode node() {
        return Objects.requireNonNull(node, "not running");
    }

    public boolean isMember() {
        return seal != null;
    }

    public boolean isAlive() {
        return node != null;
    }

    /** All messages it delivered, over all restarts. */
    public List<Message> delivered() {
        return delivered;
    }

    public List<String> texts() {
        return delivered.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    public long counted(Count count) {
        return node().counted(count);
    }
}
