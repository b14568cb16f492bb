package io.bitchat.edge.router;

import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.queue.Deposited;
import io.bitchat.edge.queue.DiskQueue;
import io.bitchat.edge.queue.QueueListener;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.failover.TraceEntry;
import io.bitchat.transport.outbox.Entry;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Holder;
import io.bitchat.transport.outbox.Whereabouts;
import io.bitchat.transport.plan.Candidate;
import io.bitchat.transport.plan.Plan;
import io.bitchat.transport.plan.Planner;
import io.bitchat.transport.plan.Verdict;
import io.bitchat.transport.settings.TransportSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a node. Each is first put into the queue on the disk, then sent from there: by the transport that the
 * planner ranks first, by the next one if that fails, and again later if none works. Everything happens on one thread.
 */
public final class Router implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    /** Pairs of sender and receiver that are sent for at a time. */
    private static final int MAX_BATCHES = 256;
    /** Time for which the sender of a message waits to hear whether it was sent at once. */
    private static final Duration ANSWER = Duration.ofSeconds(3);
    /** Payloads of senders that wait for their answers. */
    private static final long MAX_DEPOSITING_BYTES = 64L << 20;
    /** Messages of one sender to one receiver that are taken from the queue together. */
    private static final int BATCH = 64;

    private static final Duration READ_AGAIN = Duration.ofSeconds(1);

    private final Registry registry;
    private final TransportSettings settings;
    private final Planner planner;
    private final RouterListener listener;
    private final InstantSource clock;
    private final DiskQueue queue;
    private final Traces traces = new Traces();
    private final Inbound inbound;

    private final Set<Batch> batches = new HashSet<>();
    private final AtomicLong depositing = new AtomicLong();
    private final Answers answers = new Answers();
    private final Starter starter;
    private final RouterThread thread = new RouterThread();
    private boolean asking;
    private boolean askAgain;

    private Router(
            List<TransportAdapter> transports,
            TransportSettings settings,
            RouterListener listener,
            DiskQueue.Setup setup)
            throws IOException {
        this.registry = new Registry(transports);
        this.settings = settings;
        this.planner = new Planner(settings);
        this.listener = listener;
        this.clock = setup.clock();
        this.inbound = new Inbound(this::post, listener, setup.clock());
        this.starter = new Starter(setup.pause(), setup.random(), new Adapters(), this::after);
        this.queue = DiskQueue.open(setup);
    }

    /**
     * Opens the queue and starts the transports; complete when each has said whether it works. One that does not is tried
     * again until it does.
     */
    public static CompletionStage<Router> start(
            List<TransportAdapter> transports,
            TransportSettings settings,
            RouterListener listener,
            DiskQueue.Setup setup)
            throws IOException {
        var router = new Router(transports, settings, listener, setup);
        router.queue.begin(router.new Queue());
        var started = transports.stream()
                .map(adapter -> router.starter.start(adapter).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(started).thenApply(_ -> router);
    }

    // --- in

    /**
     * Sends a message, now or later. Answered as soon as it was sent, or three seconds after it is on the disk.
     *
     * @param depositor who asks for it, as an id
     */
    public CompletionStage<Receipt> send(Message message, String depositor) {
        var answer = new CompletableFuture<Receipt>();
        int size = message.payload().size() + Entry.OVERHEAD_BYTES;
        if (depositing.addAndGet(size) > MAX_DEPOSITING_BYTES) {
            depositing.addAndGet(-size);
            answer.complete(new Receipt.Refused(ReasonCode.QUEUE_BUSY));
            return answer;
        }
        answer.whenComplete((_, _) -> depositing.addAndGet(-size));
        boolean asked = post(() -> {
            var plan = plan(message);
            if (plan.verdict() instanceof Verdict.Refuse(var reason)) {
                answer.complete(new Receipt.Refused(reason));
                return;
            }
            answers.add(message.key(), answer);
            queue.deposit(message, depositor)
                    .whenComplete((done, failure) -> post(() -> deposited(message.key(), answer, done, failure)));
        });
        if (!asked) answer.completeExceptionally(new IllegalStateException("the router has stopped"));
        return answer;
    }

    private void deposited(
            MessageKey key, CompletableFuture<Receipt> answer, Deposited done, @Nullable Throwable failure) {
        if (failure != null) {
            answers.give(key, new Receipt.Refused(ReasonCode.STORAGE_FAILED));
            return;
        }
        switch (done) {
            case Deposited.Refused(var reason) -> answers.give(key, new Receipt.Refused(reason));
            case Deposited.Duplicate(var where) -> answers.give(key, receiptOf(where));
            case Deposited.Stored _ -> {
                after(ANSWER, () -> answers.late(key, answer));
                answerIfItWaits(key);
            }
        }
    }

    /** A message behind one that has failed waits with it, and need not be tried before its sender hears so. */
    private void answerIfItWaits(MessageKey key) {
        queue.where(key)
                .thenAccept(where -> post(() -> {
                    if (where instanceof Whereabouts.Waiting(var reason) && reason != ReasonCode.WAITS_ITS_TURN) {
                        answers.give(key, new Receipt.Queued(reason));
                    }
                }));
    }

    private static Receipt receiptOf(Whereabouts where) {
        return switch (where) {
            case Whereabouts.Waiting(var reason) -> new Receipt.Queued(reason);
            case Whereabouts.Gone(var finished)
            when finished.end() instanceof Finished.End.Failed(var reason, var _) -> new Receipt.Refused(reason);
            case Whereabouts.Gone _ -> new Receipt.Queued(ReasonCode.SENT);
            case Whereabouts.Storing _, Whereabouts.InFlight _, Whereabouts.Unknown _ ->
                new Receipt.Queued(ReasonCode.WAITS_ITS_TURN);
        };
    }

    /** What would happen to a message, without sending it. */
    public CompletionStage<Plan> explain(Message message) {
        return CompletableFuture.supplyAsync(() -> plan(message), thread);
    }

    Plan plan(Message message) {
        return planner.plan(message, around(message));
    }

    /** The transports as they are for this message; the internet is there if one of them has it. */
    Surroundings around(Message message) {
        var states = registry.states(message.receiver());
        boolean internet = states.stream()
                .anyMatch(state -> state.isAvailable() && state.capabilities().requiresInternet());
        return new Surroundings(states, internet, false, Set.of());
    }

    // --- out

    /** Asks the queue for what is next, while there is room for runs. */
    private void pump() {
        if (asking) {
            askAgain = true;
            return;
        }
        if (batches.size() >= MAX_BATCHES) return;
        asking = true;
        queue.next(BATCH)
                .whenComplete((next, failure) -> post(() -> {
                    asking = false;
                    if (failure != null) {
                        LOG.error("the queue cannot be read, trying again", failure);
                        after(READ_AGAIN, this::pump);
                        return;
                    }
                    if (!next.isEmpty()) begin(next);
                    if (!next.isEmpty() || askAgain) {
                        askAgain = false;
                        pump();
                    }
                }));
    }

    private void begin(List<DiskQueue.Outgoing> next) {
        var now = clock.instant();
        var messages = next.stream()
                .map(one -> one.message().withTtl(one.entry().ttlLeft(now)))
                .toList();
        var batch = new Batch(this, settings, messages);
        batches.add(batch);
        batch.proceed();
    }

    TransportAdapter adapter(TransportId id) {
        return registry.adapter(id);
    }

    InstantSource clock() {
        return clock;
    }

    void traced(TraceEntry entry) {
        traces.add(entry);
        listener.attempted(entry);
    }

    void switched(TransportId from, ReasonCode reason, @Nullable TransportId to) {
        LOG.warn("transport failed transport={} reason={} next={}", from, reason.wire(), to == null ? "none" : to);
        listener.switched(from, reason, to);
    }

    /** Runs a task on the router's thread after a time. */
    void after(Duration pause, Runnable task) {
        thread.after(pause, task);
    }

    /** An attempt that had been given up turned out to have succeeded. */
    void arrivedLate(MessageKey key, TransportId by) {
        queue.handedOver(key, new Holder.Receiver()).thenRun(() -> post(() -> listener.sent(key, by)));
    }

    void sent(MessageKey key, Candidate by) {
        queue.handedOver(key, new Holder.Receiver())
                .whenComplete((_, _) -> post(() -> {
                    answers.give(key, new Receipt.Sent(by.transport(), by.privacy()));
                    listener.sent(key, by.transport());
                }));
    }

    void refused(MessageKey key, ReasonCode reason) {
        ignore(queue.refused(key, reason));
        answers.give(key, new Receipt.Refused(reason));
    }

    /** The message waits again, and all behind it. */
    void waits(MessageKey key, ReasonCode reason) {
        ignore(queue.failed(key, reason));
        answers.give(key, new Receipt.Queued(reason));
        answers.besides(key).forEach(this::answerIfItWaits);
    }

    /** Nothing of a batch is in flight any more. */
    void ended(Batch batch) {
        batches.remove(batch);
        pump();
    }

    /** The copies are on the disk before the message leaves it. */
    void fanOut(MessageKey key, List<Message> copies) {
        var stored = copies.stream()
                .map(copy -> queue.deposit(copy, key.sender()).toCompletableFuture())
                .toList();
        CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new))
                .whenComplete((_, failure) -> post(() -> {
                    boolean all = failure == null
                            && stored.stream().noneMatch(one -> one.join() instanceof Deposited.Refused);
                    if (all) {
                        ignore(queue.handedOver(key, new Holder.Receiver()));
                        answers.give(key, new Receipt.Queued(ReasonCode.WAITS_ITS_TURN));
                    } else {
                        waits(key, ReasonCode.QUEUE_FULL_MESSAGES);
                    }
                }));
    }

    /** Hears of the queue. */
    private final class Queue implements QueueListener {
        @Override
        public void ready() {
            post(Router.this::pump);
        }

        @Override
        public void expired(Finished finished) {
            post(() -> listener.expired(finished));
        }
    }

    /** Hears of the transports. */
    private final class Adapters implements AdapterListener {
        @Override
        public void arrived(TransportId transport) {
            post(() -> inbound.take(adapter(transport)));
        }

        @Override
        public void availabilityChanged(TransportId transport, boolean available) {
            post(() -> {
                if (available) ignore(queue.transportAvailable());
                else List.copyOf(batches).forEach(batch -> batch.lost(transport));
            });
        }

        @Override
        public void receiverSeen(TransportId transport, String receiver) {
            ignore(queue.receiverSeen(receiver));
        }
    }

    // --- observations

    /** All transports, also those that do not work, as they are for messages to a receiver. */
    public List<TransportState> transports(String receiver) {
        return registry.states(receiver);
    }

    /** The attempts for a message, the oldest first. */
    public List<TraceEntry> trace(MessageKey key) {
        return traces.of(key);
    }

    public CompletionStage<Whereabouts> where(MessageKey key) {
        return queue.where(key);
    }

    public CompletionStage<DiskQueue.Size> queued() {
        return queue.size();
    }

    /** Nobody waits for the answer. */
    private static void ignore(CompletionStage<?> answer) {}

    /** False if the router has stopped. */
    boolean post(Runnable task) {
        return thread.post(task);
    }

    /** Stops the transports, then the queue; what was being sent is sent again after the next start. */
    @Override
    public void close() {
        // a transport whose start hangs is stopped all the same
        starter.stop()
                .toCompletableFuture()
                .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                .thenCompose(_ -> stopAll())
                .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
        thread.stop();
        queue.close();
        answers.giveAll(new Receipt.Queued(ReasonCode.WAITS_ITS_TURN));
    }

    private CompletionStage<Void> stopAll() {
        return CompletableFuture.allOf(registry.adapters().stream()
                .map(adapter -> adapter.stop().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
