package io.bitchat.edge.uplink;

import io.bitchat.api.Signer;
import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Capabilities;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Reach;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.TransportType;
import io.bitchat.transport.outbox.RetryPause;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's end of the uplink as a transport: to peers of the suite. It reconnects by itself. What the suite has for
 * peers near this node does not go through the inbox of transports: the node sends it on, and says what became of it.
 */
public final class UplinkAdapter implements TransportAdapter {
    /** Type of a message that a suite has given to a node; it never goes back. */
    public static final String OF_SUITE = "suite.message";

    private static final Logger LOG = LoggerFactory.getLogger(UplinkAdapter.class);
    private static final int WINDOW = 256;
    private static final RetryPause PAUSES = new RetryPause(Duration.ofMillis(200), Duration.ofSeconds(15));
    private static final int GOING_AWAY = 1001;
    private static final int PROTOCOL_ERROR = 1002;

    /** A suite says hello at once. */
    private static final long WELCOME_MILLIS = 5_000;
    /** After such a time an uplink was a success, and the pauses begin with the shortest again. */
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long NONE = -1;

    private final Setup setup;
    private final Neighbourhood neighbourhood;
    private final Context loop;
    private final Deliveries deliveries;
    private final RandomGenerator random;
    private volatile @Nullable AdapterListener listener;
    private volatile @Nullable UplinkChannel channel;
    private volatile Availability availability = Availability.unavailable("stopped", "start the transport");
    private volatile Consumer<Boolean> observer = _ -> {};
    /** On the event loop only, like the fields below. */
    private final Set<String> told = new HashSet<>();

    private @Nullable Login login;
    private @Nullable Session session;
    private int run;
    private int failures;
    private long retry = NONE;

    /**
     * Where the uplink leads.
     *
     * @param suite address of the suite, such as {@code https://suite.example}
     * @param node id of this node
     */
    public record Setup(URI suite, String node, Signer key) {
        /** @throws IllegalArgumentException if the address is none of HTTP */
        public Setup {
            if (suite.getHost() == null || !Set.of("http", "https").contains(String.valueOf(suite.getScheme()))) {
                throw new IllegalArgumentException(
                        "bitchat.edge.uplink is '" + suite + "', allowed: an address such as https://suite.example");
            }
        }
    }

    public UplinkAdapter(Vertx vertx, Setup setup, Neighbourhood neighbourhood, RandomGenerator random) {
        this.setup = setup;
        this.neighbourhood = neighbourhood;
        this.random = random;
        this.deliveries = new Deliveries(neighbourhood::deliver);
        this.loop = vertx.getOrCreateContext();
    }

    /** Calls the observer whenever the uplink opens or closes; to be set before the start. */
    public void observe(Consumer<Boolean> open) {
        observer = open;
    }

    @Override
    public TransportId id() {
        return TransportId.UPLINK;
    }

    /** Always true: whether the suite answers is not needed to start. */
    @Override
    public CompletionStage<Boolean> start(AdapterListener hears) {
        var begun = new CompletableFuture<Boolean>();
        loop.runOnContext(_ -> {
            end();
            listener = hears;
            availability = Availability.unavailable("connecting", "wait a moment");
            var begins = new Login(loop.owner(), setup.suite(), setup.node(), setup.key());
            login = begins;
            connect(run, begins);
            begun.complete(true);
        });
        return begun;
    }

    @Override
    public CompletionStage<Void> stop() {
        var ended = new CompletableFuture<Void>();
        loop.runOnContext(_ -> end().onComplete(_ -> ended.complete(null)));
        return ended;
    }

    // --- the connection; on the event loop

    private Future<Void> end() {
        run++;
        failures = 0;
        availability = Availability.unavailable("stopped", "start the transport");
        loop.owner().cancelTimer(retry);
        var open = session;
        if (open != null) {
            left(open);
            open.channel.close(GOING_AWAY, "the node stops");
        }
        var used = login;
        login = null;
        if (used == null) return Future.succeededFuture();
        var closed = Promise.<Void>promise();
        // behind the close frame
        loop.runOnContext(_ -> used.close().onComplete(closed));
        return closed.future();
    }

    private void connect(int number, Login with) {
        if (number != run) return;
        with.open(socket -> opened(number, socket))
                .onFailure(failure -> loop.runOnContext(_ -> {
                    if (number == run) lost(why(failure));
                }));
    }

    private void opened(int number, WebSocket socket) {
        if (number != run) {
            socket.close();
            return;
        }
        var begins = new Session(socket);
        session = begins;
        begins.channel.send(new UplinkFrame.Hello(UplinkFrame.VERSION, setup.node()));
    }

    /** There is no uplink; tries again after a pause. */
    private void lost(Availability why) {
        failures++;
        var pause = PAUSES.after(failures, random);
        availability = why;
        LOG.warn("no uplink suite={} retry_ms={} why={}", setup.suite(), pause.toMillis(), why);
        int number = run;
        var with = login;
        if (with != null) retry = loop.owner().setTimer(Math.max(1, pause.toMillis()), _ -> connect(number, with));
    }

    /** A socket is over, or is about to be closed. */
    private void left(Session ended) {
        session = null;
        channel = null;
        told.clear();
        loop.owner().cancelTimer(ended.welcomeTimer);
        if (!ended.welcome) return;
        observer.accept(false);
        var hears = listener;
        if (hears != null) hears.availabilityChanged(id(), false);
    }

    private Availability why(@Nullable Throwable cause) {
        if (cause instanceof Login.RefusedException refused) {
            return Availability.unavailable(refused.code(), String.valueOf(refused.getMessage()));
        }
        return Availability.unavailable(
                "no_suite",
                setup.suite() + " does not answer; check the address and the network"
                        + (cause == null ? "" : ": " + cause.getMessage()));
    }

    private Availability whyClosed(int code) {
        return code == UplinkChannel.REPLACED
                ? Availability.unavailable(
                        "replaced",
                        "another node has opened an uplink as '" + setup.node()
                                + "': give each node a name and a key of its own")
                : why(null);
    }

    /** One socket. */
    private final class Session implements UplinkChannel.Listener {
        private final UplinkChannel channel;
        private final long welcomeTimer;
        private final long openedAt = System.nanoTime();
        private boolean welcome;

        Session(WebSocket socket) {
            this.welcomeTimer = loop.owner().setTimer(WELCOME_MILLIS, _ -> missed());
            this.channel = new UplinkChannel(loop.owner(), socket, this);
        }

        private void missed() {
            if (!welcome) channel.close(PROTOCOL_ERROR, "no hello");
        }

        @Override
        public void heard(UplinkFrame frame) {
            switch (frame) {
                case UplinkFrame.Hello _ -> loop.runOnContext(_ -> welcomed());
                case UplinkFrame.Carries carries -> take(carries);
                // the suite has no peers of its own to name, and results are the channel's
                case UplinkFrame.Peers _, UplinkFrame.Sent _, UplinkFrame.Result _, UplinkFrame.Unknown _ -> {}
            }
        }

        private void welcomed() {
            if (welcome || session != this || !channel.isOpen()) return;
            welcome = true;
            availability = Availability.AVAILABLE;
            UplinkAdapter.this.channel = channel;
            LOG.info("uplink open suite={}", setup.suite());
            tell(channel, neighbourhood.near());
            observer.accept(true);
            var hears = listener;
            if (hears != null) hears.availabilityChanged(id(), true);
        }

        private void take(UplinkFrame.Carries carries) {
            deliveries
                    .deliver(carries.message(), carries.after())
                    .thenAccept(taken -> channel.send(new UplinkFrame.Result(
                            carries.number(), taken.isDelivered(), taken.transport(), taken.code())));
        }

        @Override
        public void closed() {
            loop.runOnContext(_ -> {
                if (session != this) return;
                int code = channel.closeCode();
                boolean steady = welcome && System.nanoTime() - openedAt > STEADY_NANOS;
                // two nodes with one name would replace each other without end
                if (steady && code != UplinkChannel.REPLACED) failures = 0;
                availability = whyClosed(code);
                left(this);
                lost(availability);
            });
        }
    }

    // --- what the node says

    private void tell(UplinkChannel open, Set<String> near) {
        told.addAll(near);
        var peers = List.copyOf(near);
        for (int from = 0; from < peers.size(); from += UplinkFrame.MAX_PEERS) {
            int to = Math.min(peers.size(), from + UplinkFrame.MAX_PEERS);
            open.send(new UplinkFrame.Peers(peers.subList(from, to), List.of()));
        }
    }

    /** A peer has come near; itself included. */
    public void appeared(String peer) {
        // on the event loop: not between the list of a new socket and its sending
        loop.runOnContext(_ -> {
            var open = channel;
            if (open != null && told.add(peer)) open.send(new UplinkFrame.Peers(List.of(peer), List.of()));
        });
    }

    /** A peer is not seen any more. */
    public void vanished(String peer) {
        loop.runOnContext(_ -> {
            var open = channel;
            if (told.remove(peer) && open != null) open.send(new UplinkFrame.Peers(List.of(), List.of(peer)));
        });
    }

    /** A message of the suite that waited here has been acknowledged. */
    public void sentSince(MessageKey key) {
        var open = channel;
        if (open != null) open.send(new UplinkFrame.Sent(key));
    }

    // --- the transport

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public CompletionStage<SendResult> send(Message message, @Nullable MessageKey after) {
        if (message.type().equals(OF_SUITE)) return failed("no_return");
        if (message.payload().size() > capabilities().maxMessageSize()) return failed("too_large");
        var open = channel;
        if (open == null) return failed("no_suite");
        return open.carry(message, after)
                .thenApply(result ->
                        result.taken() ? new SendResult.Acknowledged() : new SendResult.Failed(result.code()));
    }

    private static CompletionStage<SendResult> failed(String code) {
        return CompletableFuture.completedFuture(new SendResult.Failed(code));
    }

    @Override
    public void abandon(MessageKey key) {
        var open = channel;
        if (open != null) open.abandon(key);
    }

    /** Nothing: what comes is sent on at once. */
    @Override
    public Optional<Arrival> receive() {
        return Optional.empty();
    }

    @Override
    public TransportState state(String receiver) {
        var reach = neighbourhood.isNear(receiver) ? Reach.UNREACHABLE : Reach.RELAYED;
        return new TransportState(id(), TransportType.UPLINK, capabilities(), availability, reach);
    }

    private Capabilities capabilities() {
        return Capabilities.ofUplink("https".equals(setup.suite().getScheme()));
    }
}
