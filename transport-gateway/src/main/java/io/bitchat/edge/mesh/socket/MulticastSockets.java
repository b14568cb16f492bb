package io.bitchat.edge.mesh.socket;

import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A multicast group on some interfaces, with a socket for each: so it is known on which network a datagram came in. The
 * JDK switches {@code IP_MULTICAST_ALL} off, so a socket hears its own interface only. One thread reads; sending never
 * blocks, and a datagram that does not fit into the buffer of its socket is lost like any other.
 */
public final class MulticastSockets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MulticastSockets.class);
    /** Longer datagrams are cut off, and refused for their form then. */
    private static final int MAX_DATAGRAM = 2_048;

    private static final int BUFFER_BYTES = 256 << 10;

    private final InetSocketAddress group;
    private final Receiver receiver;
    private final Selector selector;
    private final Map<String, DatagramChannel> channels = new ConcurrentHashMap<>();
    private final Map<String, IOException> failures = new ConcurrentHashMap<>();
    private final Thread reader =
            Thread.ofPlatform().name("lan-discovery").daemon().unstarted(this::read);

    /** Takes datagrams, on the thread that reads. */
    public interface Receiver {
        /** @param network name of the interface */
        void received(String network, Ipv4 from, byte[] bytes);
    }

    /** @throws IOException if no selector can be opened */
    public MulticastSockets(InetSocketAddress group, Receiver receiver) throws IOException {
        this.group = group;
        this.receiver = receiver;
        this.selector = Selector.open();
        reader.start();
    }

    /** Joins the group on the interfaces of these networks, and leaves it on all others. */
    public void use(List<LocalNetwork> networks) {
        var names = networks.stream().map(LocalNetwork::name).collect(Collectors.toSet());
        failures.keySet().retainAll(names);
        channels.entrySet().removeIf(entry -> {
            if (names.contains(entry.getKey())) return false;
            close(entry.getValue());
            return true;
        });
        for (var name : names) {
            if (!channels.containsKey(name)) join(name);
        }
    }

    private void join(String name) {
        DatagramChannel channel = null;
        try {
            var on = NetworkInterface.getByName(name);
            if (on == null) return;
            channel = DatagramChannel.open(StandardProtocolFamily.INET);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            // several nodes on one host hear each other
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            channel.bind(new InetSocketAddress(group.getPort()));
            channel.join(group.getAddress(), on);
            channel.configureBlocking(false);
            channels.put(name, channel);
            channel.register(selector, SelectionKey.OP_READ, name);
            selector.wakeup();
            failures.remove(name);
            LOG.info("discovery joined group={} interface={} ttl=1 loopback=true", group, name);
        } catch (IOException e) {
            LOG.warn("discovery cannot join group={} interface={} cause={}", group, name, e.toString());
            channels.remove(name);
            failures.put(name, e);
            if (channel != null) close(channel);
        }
    }

    /** Sends to the group on the interface of a network that is used. */
    public void send(LocalNetwork network, byte[] datagram) {
        var channel = channels.get(network.name());
        if (channel == null) return;
        try {
            channel.send(ByteBuffer.wrap(datagram), group);
            failures.remove(network.name());
        } catch (IOException e) {
            failures.put(network.name(), e);
            LOG.debug("a beacon could not be sent interface={} cause={}", network.name(), e.toString());
        }
    }

    /** Why the group could not be joined, or the last datagram not be sent, by the name of the interface. */
    public Map<String, IOException> failures() {
        return Map.copyOf(failures);
    }

    /** Whether the group is joined on this interface. */
    public boolean isJoined(String name) {
        return channels.containsKey(name);
    }

    private void read() {
        var buffer = ByteBuffer.allocate(MAX_DATAGRAM);
        try {
            while (selector.isOpen()) {
                selector.select(key -> receive(key, buffer));
            }
        } catch (ClosedSelectorException e) {
            LOG.debug("discovery ended");
        } catch (IOException e) {
            LOG.error("discovery ended: no peer will be found any more", e);
        }
    }

    private void receive(SelectionKey key, ByteBuffer buffer) {
        var channel = (DatagramChannel) key.channel();
        try {
            for (var from = channel.receive(buffer.clear()); from != null; from = channel.receive(buffer.clear())) {
                var bytes = new byte[buffer.flip().remaining()];
                buffer.get(bytes);
                var address = ((InetSocketAddress) from).getAddress().getHostAddress();
                receiver.received((String) key.attachment(), Ipv4.of(address), bytes);
            }
        } catch (IOException e) {
            LOG.debug("a datagram could not be read cause={}", e.toString());
        }
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a socket could not be closed cause={}", e.toString());
        }
    }

    /** Leaves the group; the thread ends. */
    @Override
    public void close() throws IOException {
        channels.values().forEach(MulticastSockets::close);
        selector.close();
        try {
            reader.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The group that the seed names: 224.0.0.1, port 9999. */
    public static InetSocketAddress standardGroup() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 224, 0, 0, 1}), 9_999);
    }
}
