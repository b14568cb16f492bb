package io.bitchat.messages.realtime;

import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.auth.Tokens;
import io.bitchat.kit.time.Ids;
import io.bitchat.messages.StoredMessage;
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

/** The open sockets of this replica. A peer may have several; each is at its own place. */
@ApplicationScoped
public class Hub {
    /** Close code for a token that expired or was revoked; 4000-4999 are the application's (RFC 6455 §7.4.2). */
    static final int TOKEN_VOID = 4401;

    private static final int SILENT = 4408;
    private static final int LEFT = 4410;

    private final ConcurrentHashMap<String, CopyOnWriteArrayList<Device>> devices = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Tokens tokens;
    private final Frames frames;
    private final String replica;

    Hub(Tokens tokens, Frames frames, TokenGenerations generations, Ids ids, MeterRegistry metrics) {
        this.tokens = tokens;
        this.frames = frames;
        this.replica = ids.next().toString();
        generations.onRaise(this::closeVoid);
        metrics.gauge("bitchat.sockets.open", open);
    }

    /** Names this process among the replicas of the service; new at each start. */
    public String replica() {
        return replica;
    }

    /** Open sockets here. */
    public int sockets() {
        return open.get();
    }

    /** Messages between two peers were committed by this replica; in the order of their places. */
    public void committed(List<StoredMessage> messages) {
        for (var message : messages) {
            for (var device : of(message.recipient())) device.committed(List.of(new Parcel.Direct(message)));
        }
    }

    /** Group messages were committed: what they are for a peer, in the order of their places. */
    public void committed(String peerId, List<Parcel.OfGroup> parcels) {
        for (var device : of(peerId)) {
            parcels.forEach(parcel -> parcel.frame().handed());
            device.committed(parcels);
        }
    }

    /**
     * The frame of a group message for the sockets here.
     *
     * @param everywhere called once, when every socket that it was handed to has it and its maker is done with it
     */
    public GroupFrame frame(StoredMessage message, Runnable everywhere) {
        return frames.group(message, everywhere);
    }

    /** A message to {@code peerId} with this place was committed somewhere. */
    void wake(String peerId, long place) {
        for (var device : of(peerId)) device.wake(place);
    }

    /** Something that is of use now or not at all: sockets that have much to take yet do not get it. */
    void tell(String peerId, String frame) {
        for (var device : of(peerId)) device.tell(frame);
    }

    /** @return whether it is the peer's first here */
    boolean add(Device device) {
        open.incrementAndGet();
        var all = devices.compute(device.peerId(), (_, known) -> {
            var list = known == null ? new CopyOnWriteArrayList<Device>() : known;
            list.add(device);
            return list;
        });
        return all.size() == 1;
    }

    /** @return whether it was the peer's last here */
    boolean remove(Device device) {
        open.decrementAndGet();
        return devices.computeIfPresent(device.peerId(), (_, known) -> {
                    known.remove(device);
                    return known.isEmpty() ? null : known;
                })
                == null;
    }

    /** How many sockets the peer has here. */
    int socketsOf(String peerId) {
        return of(peerId).size();
    }

    /** Whether the peer has a socket here. */
    public boolean has(String peerId) {
        return devices.containsKey(peerId);
    }

    /** Peers with a socket here. */
    public Set<String> peers() {
        return Set.copyOf(devices.keySet());
    }

    /** Closes sockets whose tokens no longer count, and those not heard of for {@code silence}. */
    void closeStale(Instant now, Duration silence) {
        devices.values().stream().flatMap(Collection::stream).forEach(device -> {
            closeIfVoid(device);
            if (device.lastHeard().plus(silence).isBefore(now)) device.close(SILENT, "no heartbeat");
        });
    }

    /** The peer has left the directory: in the modes that need no tokens nothing else closes its sockets. */
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
