package io.bitchat.sim.gossip;

import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Header;
import io.bitchat.gossip.MessageId;
import io.bitchat.gossip.Seal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens each envelope once for all nodes of the process. Decryption and verification give the same result everywhere,
 * and hundreds of nodes share two processors here.
 */
final class OpenedOnce implements Seal {
    private final Seal seal;
    private final Memory memory;

    /** A cache of opened envelopes that evicts the oldest. Thread-safe. */
    static final class Memory {
        private static final int CAPACITY = 20_000;

        private final Map<MessageId, Opened> opened = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<MessageId, Opened> eldest) {
                return size() > CAPACITY;
            }
        };

        synchronized @Nullable Opened get(MessageId id) {
            return opened.get(id);
        }

        synchronized void put(MessageId id, Opened answer) {
            opened.put(id, answer);
        }
    }

    OpenedOnce(Seal seal, Memory memory) {
        this.seal = seal;
        this.memory = memory;
    }

    @Override
    public Envelope seal(Header header, byte[] payload) {
        return seal.seal(header, payload);
    }

    @Override
    public Opened open(Envelope envelope) {
        var known = memory.get(envelope.id());
        if (known != null) return known;
        // two threads may open the same envelope here; they get the same result
        var opened = seal.open(envelope);
        memory.put(envelope.id(), opened);
        return opened;
    }
}
