package io.bitchat.gateway.admission;

import io.bitchat.gateway.GatewayConfig.Shares;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Problem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each caller holds, so that no caller can exhaust what others need. Shared by all event loops; an entry
 * lives as long as its caller holds something.
 */
public final class Callers {
    private static final int NETWORK_BYTES = 8;

    private final Shares shares;
    private final boolean behindProxy;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();
    private final Map<String, Integer> halfSent = new ConcurrentHashMap<>();
    private final Map<String, Integer> sockets = new ConcurrentHashMap<>();
    private final Map<String, Integer> peers = new ConcurrentHashMap<>();
    private final AtomicInteger allSockets = new AtomicInteger();

    /** @param behindProxy whether to identify callers by the {@code X-Forwarded-For} of the proxy */
    public Callers(Shares shares, boolean behindProxy) {
        this.shares = shares;
        this.behindProxy = behindProxy;
    }

    /** @return the action that releases the connection, or null if this address has too many */
    @Nullable
    public Runnable connect(@Nullable SocketAddress remote) {
        String address = remote == null || behindProxy ? null : bounded(remote);
        return address == null ? () -> {} : take(connections, address, shares.connections());
    }

    /** Counts a request body until it is complete; returns the reason to refuse, or null. */
    @Nullable
    Problem beginBody(Exchange exchange) {
        String address = addressOf(exchange.request());
        Runnable back = address == null ? () -> {} : take(halfSent, address, shares.halfSent());
        if (back == null) {
            return Problem.tooMany(
                    "this address has " + shares.halfSent() + " unfinished request bodies; finish one first");
        }
        exchange.whenBodyIsWhole(back);
        return null;
    }

    /** The slot of a socket, or the reason to refuse it. */
    public sealed interface Place {
        record Taken(Runnable back) implements Place {}

        record Refused(Problem problem) implements Place {}
    }

    public Place openSocket(HttpServerRequest request, String peer) {
        if (allSockets.incrementAndGet() > shares.allSockets()) {
            allSockets.decrementAndGet();
            return new Place.Refused(Problem.crowded("all " + shares.allSockets() + " sockets are in use; try again"));
        }
        String address = addressOf(request);
        Runnable ofAddress = address == null ? () -> {} : take(sockets, address, shares.sockets());
        if (ofAddress == null) {
            allSockets.decrementAndGet();
            return new Place.Refused(
                    Problem.tooMany("this address has " + shares.sockets() + " open sockets; close one first"));
        }
        Runnable ofPeer = take(peers, peer, shares.peerSockets());
        if (ofPeer == null) {
            allSockets.decrementAndGet();
            ofAddress.run();
            return new Place.Refused(
                    Problem.tooMany("this peer has " + shares.peerSockets() + " open sockets; close one first"));
        }
        return new Place.Taken(() -> {
            allSockets.decrementAndGet();
            ofAddress.run();
            ofPeer.run();
        });
    }

    private static @Nullable Runnable take(Map<String, Integer> counts, String key, int limit) {
        var taken = new boolean[1];
        counts.compute(key, (_, count) -> {
            int before = count == null ? 0 : count;
            taken[0] = before < limit;
            return taken[0] ? Integer.valueOf(before + 1) : count;
        });
        return taken[0] ? () -> counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1) : null;
    }

    /** The caller that a request counts for; all unlimited callers share the empty name. */
    public String nameOf(HttpServerRequest request) {
        String address = addressOf(request);
        return address == null ? "" : address;
    }

    /** The caller that a request counts for, or null for an unlimited caller. */
    private @Nullable String addressOf(HttpServerRequest request) {
        String said = behindProxy ? request.getHeader("x-forwarded-for") : null;
        // only the last entry comes from the proxy; clients can forge the ones before it
        return said == null
                ? bounded(request.remoteAddress())
                : said.substring(said.lastIndexOf(',') + 1).trim();
    }

    private @Nullable String bounded(SocketAddress remote) {
        InetAddress address = addressOf(remote);
        if (address == null || (address.isLoopbackAddress() && !shares.loopbackToo())) {
            return null;
        }
        if (address instanceof Inet6Address) {
            // whoever has one address of an IPv6 /64 network has all of them
            return Arrays.toString(Arrays.copyOf(address.getAddress(), NETWORK_BYTES));
        }
        return String.valueOf(address.getHostAddress());
    }

    /** Returns true if the request comes from the machine that the gateway runs on. */
    static boolean isThisMachine(HttpServerRequest request) {
        InetAddress address = addressOf(request.remoteAddress());
        return address != null && (address.isLoopbackAddress() || address.equals(addressOf(request.localAddress())));
    }

    private static @Nullable InetAddress addressOf(SocketAddress remote) {
        String literal = remote.hostAddress();
        if (literal == null) {
            return null;
        }
        int scope = literal.indexOf('%');
        return InetAddress.ofLiteral(scope < 0 ? literal : literal.substring(0, scope));
    }
}
