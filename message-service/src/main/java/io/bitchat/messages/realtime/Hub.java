package io.bitchat.messages.realtime;

import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.auth.Tokens;
import io.bitchat.kit.time.Ids;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.rooms.RoomDevices;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The open sockets of this replica. A peer may have several; each has its own place in the stream. */
@ApplicationScoped
public class Hub implements RoomDevices {
    /** Close code for a token that expired or was revoked; 4000-4999 are for private use (RFC 6455 §7.4.2). */
    static final int TOKEN_VOID = 4401;

    /** Close code "service restart" of the IANA registry (RFC 6455 §11.7): the client connects again at once. */
    static final int SERVICE_RESTART = 1012;

    private static final int SILENT = 4408;
    private static final int LEFT = 4410;

    private final ConcurrentHashMap<String, CopyOnWriteArrayList<Device>> devices = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Tokens tokens;
    private final Frames frames;
    private final String replica;
    private volatile boolean stopping;

    Hub(Tokens tokens, Frames frames, TokenGenerations generations, Ids ids, MeterRegistry metrics) {
        this.tokens = tokens;
        this.frames = frames;
        this.replica = ids.next().toString();
        generations.onRaise(this::closeVoid);
        metrics.gauge("bitchat.sockets.open", open);
    }

    /** Identifies this process among the replicas of the service; new at each start. */
    public String replica() {
        return replica;
    }

    /** Number of open sockets on this replica. */
    public int sockets() {
        return open.get();
    }

    /** Pushes messages between two peers that this replica committed, in the order of their places. */
    public void committed(List<StoredMessage> messages) {
        for (var message : messages) {
            for (var device : of(message.recipient())) device.committed(List.of(new Parcel.Direct(message)));
        }
    }

    /** Pushes committed group messages to one peer, in the order of their places. */
    public void committed(String peerId, List<Parcel.OfGroup> parcels) {
        for (var device : of(peerId)) {
            parcels.forEach(parcel -> parcel.frame().handed());
            device.committed(parcels);
        }
    }

    /**
     * Encodes a group message for the sockets on this replica.
     *
     * @param everywhere called once, when every socket that got the frame and its creator are done with it
     */
    public GroupFrame frame(StoredMessage message, Runnable everywhere) {
        return frames.group(message, everywhere);
    }

    /** Wakes the devices of {@code peerId}: a message with this place was committed by some replica. */
    void wake(String peerId, long place) {
        for (var device : of(peerId)) device.wake(place);
    }

    /** Sends a frame that is not part of the stream; sockets that lag behind do not get it. */
    void tell(String peerId, String frame) {
        for (var device : of(peerId)) device.tell(frame);
    }

    /** @return true if it is the peer's first socket on this replica */
    boolean add(Device device) {
        open.incrementAndGet();
        var all = devices.compute(device.peerId(), (_, known) -> {
            var list = known == null ? new CopyOnWriteArrayList<Device>() : known;
            list.add(device);
            return list;
        });
        return all.size() == 1;
    }

    /** @return true if it was the peer's last socket on this replica */
    boolean remove(Device device) {
        open.decrementAndGet();
        return devices.computeIfPresent(device.peerId(), (_, known) -> {
                    known.remove(device);
                    return known.isEmpty() ? null : known;
                })
                == null;
    }

    /** The number of sockets that the peer has on this replica. */
    int socketsOf(String peerId) {
        return of(peerId).size();
    }

    @Override
    public List<Device> devicesOf(String peerId) {
        return of(peerId);
    }

    /** Returns true if the peer has a socket on this replica. */
    @Override
    public boolean has(String peerId) {
        return devices.containsKey(peerId);
    }

    /** From now on this replica takes no more sockets. */
    void stopAccepting() {
        stopping = true;
    }

    /** Returns true if this replica is about to stop. */
    boolean isStopping() {
        return stopping;
    }

    /** Closes up to {@code limit} sockets because the service stops. */
    void closeForRestart(int limit) {
        devices.values().stream()
                .flatMap(Collection::stream)
                .filter(Device::isOpen)
                .limit(limit)
                .forEach(device -> device.close(SERVICE_RESTART, "service restart"));
    }

    /** The peers with a socket on this replica. */
    public Set<String> peers() {
        return Set.copyOf(devices.keySet());
    }

    /** Closes sockets whose token is no longer valid, and sockets that were silent for {@code silence}. */
    void closeStale(Instant now, Duration silence) {
        devices.values().stream().flatMap(Collection::stream).forEach(device -> {
            closeIfVoid(device);
            if (device.lastHeard().plus(silence).isBefore(now)) device.close(SILENT, "no heartbeat");
        });
    }

    /** The peer has left the directory. In the modes without tokens, nothing else closes its sockets. */
    void closeLeft(String peerId) {
        of(peerId).forEach(device -> device.close(LEFT, "the peer has left the directory"));
    }

    private void closeVoid(String peerId) {
        of(peerId).forEach(this::closeIfVoid);
    }

    private void closeIfVoid(Device device) {
        device.token()
                .filter(token -> !tokens.isCurrent(token))
                .ifPresent(_ -> device.close(TOKEN_VOID, "the token is no longer valid"));
    }

    private List<Device> of(String peerId) {
        var known = devices.get(peerId);
        return known == null ? List.of() : known;
    }
}
