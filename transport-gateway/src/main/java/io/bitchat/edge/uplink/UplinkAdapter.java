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
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Setup setup;
    private final Neighbourhood neighbourhood;
    private final Context loop;
    private final Login login;
    private final Deliveries deliveries;
    private final RandomGenerator random;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable AdapterListener listener;
    private volatile @Nullable UplinkChannel channel;
    private volatile Availability availability = Availability.unavailable("stopped", "start the transport");
    private volatile Consumer<Boolean> observer = _ -> {};
    /** On the event loop only. */
    private int run;

    private int failures;

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
        this.login = new Login(vertx, setup.suite(), setup.node(), setup.key());
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
        listener = hears;
        availability = Availability.unavailable("connecting", "wait a moment");
        var begun = new CompletableFuture<Boolean>();
        loop.runOnContext(_ -> {
            connect(++run);
            begun.complete(true);
        });
        return begun;
    }

    @Override
    public CompletionStage<Void> stop() {
        var ended = new CompletableFuture<Void>();
        loop.runOnContext(_ -> {
            run++;
            availability = Availability.unavailable("stopped", "start the transport");
            var open = channel;
            if (open != null) open.close(GOING_AWAY, "the node stops");
            ended.complete(null);
        });
        return ended;
    }

    // --- the connection; on the event loop

    private void connect(int number) {
        if (number != run) return;
        login.open(socket -> opened(number, socket))
                .onFailure(failure -> loop.runOnContext(_ -> lost(number, failure)));
    }

    private void opened(int number, WebSocket socket) {
        if (number != run) {
            socket.close();
            return;
        }
        var events = new Events(number);
        var opened = new UplinkChannel(loop.owner(), socket, events);
        events.channel = opened;
        opened.send(new UplinkFrame.Hello(UplinkFrame.VERSION, setup.node()));
    }

    private void lost(int number, @Nullable Throwable cause) {
        if (number != run) return;
        failures++;
        var pause = PAUSES.after(failures, random);
        availability = why(cause);
        LOG.warn("no uplink suite={} retry_ms={} why={}", setup.suite(), pause.toMillis(), availability);
        loop.owner().setTimer(Math.max(1, pause.toMillis()), _ -> loop.runOnContext(_ -> connect(number)));
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

    /** What one socket brings. */
    private final class Events implements UplinkChannel.Listener {
        private final int number;
        private @Nullable UplinkChannel channel;
        private boolean welcome;

        Events(int number) {
            this.number = number;
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
            var opened = channel;
            if (welcome || number != run || opened == null || !opened.isOpen()) return;
            welcome = true;
            failures = 0;
            UplinkAdapter.this.channel = opened;
            availability = Availability.AVAILABLE;
            told.clear();
            LOG.info("uplink open suite={}", setup.suite());
            neighbourhood.near().forEach(UplinkAdapter.this::appeared);
            observer.accept(true);
            var hears = listener;
            if (hears != null) hears.availabilityChanged(id(), true);
        }

        private void take(UplinkFrame.Carries carries) {
            var opened = channel;
            if (opened == null) return;
            deliveries
                    .deliver(carries.message(), carries.after())
                    .thenAccept(taken -> opened.send(new UplinkFrame.Result(
                            carries.number(), taken.isDelivered(), taken.transport(), taken.code())));
        }

        @Override
        public void closed() {
            loop.runOnContext(_ -> {
                if (UplinkAdapter.this.channel == channel) {
                    UplinkAdapter.this.channel = null;
                    observer.accept(false);
                    var hears = listener;
                    if (hears != null && welcome) hears.availabilityChanged(id(), false);
                }
                lost(number, null);
            });
        }
    }

    // --- what the node says

    /** A peer has come near; itself included. */
    public void appeared(String peer) {
        var open = channel;
        if (open != null && told.add(peer)) open.send(new UplinkFrame.Peers(List.of(peer), List.of()));
    }

    /** A peer is not seen any more. */
    public void vanished(String peer) {
        var open = channel;
        if (told.remove(peer) && open != null) open.send(new UplinkFrame.Peers(List.of(), List.of(peer)));
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
        var capabilities = Capabilities.ofUplink("https".equals(setup.suite().getScheme()));
        var reach = neighbourhood.isNear(receiver) ? Reach.UNREACHABLE : Reach.RELAYED;
        return new TransportState(id(), TransportType.UPLINK, capabilities, availability, reach);
    }
}
