package io.bitchat.terminal.rooms;

import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.rooms.wire.Decoded;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.ProgressBar;
import io.bitchat.terminal.ProgressLines;
import io.bitchat.terminal.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Receives files until it has as many as it wants. Runs on the event loop. */
final class Receiving implements RoomSocket.Listener {
    private static final int MAX_OFFERS = 100;

    private final Vertx vertx;
    private final Site site;
    private final Wish wish;
    private final Incoming.Desk desk;
    private final RoomSocket socket;
    private final ProgressLines lines;
    private final Promise<Integer> done = Promise.promise();
    private final Map<UUID, Incoming> running = new HashMap<>();
    /** Offers that nobody was asked about yet. */
    private final LinkedHashMap<UUID, Offer> offers = new LinkedHashMap<>();

    private final Set<UUID> decided = new LinkedHashSet<>();
    private boolean asking;
    /** Number of files that came, were rejected, or failed. */
    private int ended;

    private int failed;

    /**
     * What to receive.
     *
     * @param room only from this room
     * @param from only from this peer
     * @param count number of files
     * @param store whether the site may keep them after the transfer
     * @param owner who receives, for the notes beside incomplete files
     * @param ask whether to accept an offer; answers on any thread
     */
    record Wish(
            String self,
            @Nullable String room,
            @Nullable String from,
            Path folder,
            int count,
            boolean store,
            JsonObject owner,
            Function<Offer, Future<Boolean>> ask) {}

    /** Where to tell what came: paths and hashes, and how far it is. */
    record Output(PrintStream out, PrintStream progress) {}

    private final Output output;

    Receiving(Vertx vertx, Site site, Wish wish, Output output) {
        this.vertx = vertx;
        this.site = site;
        this.wish = wish;
        this.output = output;
        lines = new ProgressLines(output.progress(), ProgressBar.isTerminal());
        socket = new RoomSocket(vertx, site, wish.self(), this);
        desk = new Incoming.Desk(vertx, socket, lines, wish.self(), wish.store());
    }

    /**
     * Completes with the number of files that did not come.
     *
     * @param unfinished files that an earlier run has begun
     */
    Future<Integer> run(List<PartFile> unfinished) {
        vertx.runOnContext(_ -> {
            unfinished.forEach(this::receive);
            if (unfinished.isEmpty()) lines.say("waiting for files for " + wish.self());
            socket.connect();
        });
        return done.future().onComplete(_ -> {
            lines.end();
            socket.close();
            running.values().forEach(Incoming::close);
        });
    }

    private Incoming receive(PartFile part) {
        var incoming = new Incoming(part, desk);
        var id = part.offer().id();
        running.put(id, incoming);
        decided.add(id);
        incoming.done().onComplete(result -> {
            running.remove(id);
            if (result.succeeded()) {
                var received = result.result();
                output.out().println(received.sha256() + "  " + received.path());
            } else {
                lines.say("bitchat: " + result.cause().getMessage());
                failed++;
            }
            one();
        });
        return incoming;
    }

    /** One more is dealt with. */
    private void one() {
        ended++;
        if (ended >= wish.count() && running.isEmpty()) done.tryComplete(failed);
        else askNext();
    }

    // --- the socket

    @Override
    public void opened() {
        running.values().forEach(Incoming::reconnected);
        Stream.concat(Stream.ofNullable(wish.room()), running.values().stream().map(incoming -> incoming.offer()
                        .room()))
                .collect(Collectors.toSet())
                .forEach(this::join);
        if (wish.room() != null) return;
        // a room that is joined already is told once more, and does no harm
        new PendingOffers(site, wish.self())
                .rooms()
                .onSuccess(rooms -> rooms.forEach(this::join))
                .onFailure(cause -> lines.say("bitchat: " + cause.getMessage() + "; new offers are shown"));
    }

    private void join(String room) {
        socket.say(new JsonObject().put("type", "join-room").put("room_id", room));
    }

    @Override
    public void lost() {
        lines.say("no connection; trying again");
    }

    @Override
    public void drained() {
        // what a receiver writes is short
    }

    @Override
    public void tick() {
        List.copyOf(running.values()).forEach(Incoming::tick);
    }

    @Override
    public void failed(Throwable cause) {
        done.tryFail(cause);
    }

    @Override
    public void heard(Buffer message) {
        if (!(ChunkFrameCodec.decodeHeader(message.getByteBuf().nioBuffer())
                instanceof Decoded.Complete<ChunkHeader>(var header))) return;
        var incoming = running.get(header.transfer());
        if (incoming != null) incoming.chunk(header, message);
    }

    @Override
    public void heard(JsonObject frame) {
        var type = frame.getString("type", "");
        switch (type) {
            case "room-state" -> joined(frame);
            case "file-share-offer" -> Offer.of(frame).ifPresent(this::offered);
            case "error" -> refused(frame);
            default -> {
                if (type.startsWith("file-share-")) transfer(type, frame);
            }
        }
    }

    private void transfer(String type, JsonObject frame) {
        var id = idOf(frame);
        if (id == null) return;
        var incoming = running.get(id);
        if (incoming != null) incoming.heard(type, frame);
        else if (type.equals("file-share-complete") || type.equals("file-share-cancel")) withdrawn(id, frame);
    }

    private void withdrawn(UUID id, JsonObject frame) {
        var offer = frame.getValue("receiver_id") == null ? offers.remove(id) : null;
        if (offer != null) lines.say(Local.shown(offer.filename()) + " is not offered any more");
    }

    private static @Nullable UUID idOf(JsonObject frame) {
        try {
            return UUID.fromString(String.valueOf(frame.getValue("transfer_id")));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void joined(JsonObject state) {
        var listed = new HashMap<UUID, JsonObject>();
        for (var one : state.getJsonArray("transfers", new JsonArray())) {
            if (one instanceof JsonObject transfer && idOf(transfer) != null) listed.put(idOf(transfer), transfer);
        }
        for (var incoming : List.copyOf(running.values())) {
            var offer = incoming.offer();
            if (!offer.room().equals(state.getValue("room_id"))) continue;
            var transfer = listed.get(offer.id());
            if (transfer != null) incoming.listed(transfer);
            else missing(incoming);
        }
    }

    /** The room does not list it: it has ended, or begins only now. */
    private void missing(Incoming incoming) {
        var offer = incoming.offer();
        new TransferEnd(site, offer.room(), offer.id(), wish.self())
                .ask()
                .onSuccess(known -> {
                    if (known.isEmpty()) incoming.ended("expired", null);
                    else if (TransferEnd.isOver(known.get())) {
                        incoming.ended(
                                known.get().getString("status"), known.get().getString("error"));
                    }
                })
                .onFailure(cause -> {
                    if (cause instanceof Failure) incoming.ended("failed", cause.getMessage());
                });
    }

    private void refused(JsonObject error) {
        var id = idOf(error);
        var incoming = id == null ? null : running.get(id);
        switch (error.getString("code", "")) {
            case "rooms_unavailable", "dependency_unavailable", "bad_credit" -> socket.reopen();
            case "unknown_transfer", "transfer_over", "offer_expired" -> {
                if (incoming != null) missing(incoming);
            }
            // an accept or a repetition that was asked for twice
            case "already_accepted", "no_such_chunk" -> {}
            default -> {
                var detail = error.getString("detail", "refused");
                if (incoming != null) incoming.refused(detail);
                else if (error.getValue("room_id") != null) done.tryFail(new Failure(detail));
            }
        }
    }

    // --- offers

    private void offered(Offer offer) {
        boolean isForUs = offer.receiver() == null || offer.receiver().equals(wish.self());
        boolean isWanted = (wish.room() == null || wish.room().equals(offer.room()))
                && (wish.from() == null || wish.from().equals(offer.sender()))
                && !offer.sender().equals(wish.self());
        if (!isForUs || !isWanted || decided.contains(offer.id()) || offers.size() >= MAX_OFFERS) return;
        offers.putIfAbsent(offer.id(), offer);
        askNext();
    }

    private void askNext() {
        if (asking || offers.isEmpty() || ended + running.size() >= wish.count()) return;
        asking = true;
        var offer = offers.firstEntry().getValue();
        wish.ask()
                .apply(offer)
                .onComplete(answer -> vertx.runOnContext(_ -> {
                    asking = false;
                    // it may have been withdrawn while somebody thought about it
                    boolean isOffered = offers.remove(offer.id()) != null;
                    if (answer.failed()) done.tryFail(answer.cause());
                    else if (isOffered) decide(offer, answer.result());
                    askNext();
                }));
    }

    private void decide(Offer offer, boolean accepts) {
        decided.add(offer.id());
        if (!accepts) {
            socket.say(new JsonObject()
                    .put("type", "file-share-reject")
                    .put("room_id", offer.room())
                    .put("transfer_id", offer.id().toString()));
            failed++;
            one();
            return;
        }
        asking = true;
        vertx.executeBlocking(() -> PartFile.create(offer, wish.folder(), wish.owner()), true)
                .onSuccess(part -> receive(part).accept())
                .onFailure(cause -> done.tryFail(new Failure(wish.folder() + ": " + cause.getMessage())))
                .onComplete(_ -> asking = false)
                .onComplete(_ -> askNext());
    }
}
