package io.bitchat.rooms.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.OfferedFile;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.TransferSettings;
import io.bitchat.rooms.client.ChunkReceiver;
import io.bitchat.rooms.client.ChunkSender;
import io.bitchat.rooms.transfer.Input.Way;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sender, the service and its spool, and some receivers, in virtual time. Each peer has a link of its own with a delay
 * that varies: what one link carries keeps its order, and different links do not keep theirs. A cut loses all that is
 * under way. Checks while it runs that credits are kept and that nothing follows the end.
 */
final class RoomSimulator {
    static final String SENDER = "sender";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int CHUNK = 16;

    private final Random random;
    private final Faults faults;
    private final TransferSettings settings;
    private final byte[] content;
    private final Offer offer;
    private final Links links;
    final Map<String, Receiver> receivers = new LinkedHashMap<>();
    private final Map<Integer, Bytes> spool = new LinkedHashMap<>();
    private final Sending sending;
    final List<Fact> facts = new ArrayList<>();

    private Transfer transfer;
    private long wake = Long.MAX_VALUE;
    /** Counts lives of the service: what the disk of an earlier one finishes is not told. */
    private int life;

    private @Nullable Bytes arriving;
    int ends;
    int storedTwice;

    RoomSimulator(long seed, int chunks, int receivers, Faults faults) {
        random = new Random(seed);
        this.faults = faults;
        links = new Links(random);
        settings = TransferSettings.defaults().withWindowBytes(CHUNK * 4);
        content = new byte[chunks == 0 ? 0 : chunks * CHUNK - random.nextInt(CHUNK)];
        random.nextBytes(content);
        var peers = new TreeSet<String>();
        for (int i = 1; i <= receivers; i++) peers.add("receiver" + i);
        var file = new OfferedFile("f", "text/plain", new Chunking(content.length, CHUNK));
        offer = new Offer(new UUID(7, 7), "lobby", SENDER, receivers == 1 ? peers.first() : null, file, false);
        sending = new Sending();
        transfer = Transfer.offered(offer, peers, settings, instant());
        links.add(SENDER);
        for (var peer : peers) {
            links.add(peer);
            this.receivers.put(peer, new Receiver(peer));
        }
    }

    private Instant instant() {
        return BEGIN.plusMillis(links.now());
    }

    // --- faults

    private void cut(String peer, int millis) {
        if (!links.isUp(peer) || isOver()) return;
        links.cut(peer);
        give(new Input.Lost(peer));
        links.at(links.now() + millis, () -> reconnect(peer));
    }

    private void reconnect(String peer) {
        links.restore(peer);
        if (peer.equals(SENDER)) sending.restart();
        else receivers.get(peer).restart();
        if (!isOver()) give(new Input.Connected(peer));
    }

    /** By request, so that it needs no connection. */
    private void pause(String peer, int millis) {
        if (isOver() || give(new Input.Pause(peer)) != null) return;
        if (peer.equals(SENDER)) sending.wants = false;
        links.at(links.now() + millis, () -> {
            if (isOver()) return;
            var refusal = give(new Input.Resume(peer));
            // its part may have ended meanwhile
            if (refusal != null) assertThat(refusal).isEqualTo(Refusal.TRANSFER_OVER);
            if (peer.equals(SENDER)) sending.resume();
        });
    }

    private void restartService() {
        if (isOver()) return;
        life++;
        var kept = transfer.snapshot();
        transfer = Transfer.restored(kept, settings);
        wake = Long.MAX_VALUE;
        links.peers().forEach(links::cut);
        give(new Input.Started(Set.of()));
        for (var peer : links.peers()) links.at(links.now() + 100 + random.nextInt(5_000), () -> reconnect(peer));
    }

    // --- the service

    boolean isOver() {
        return ends > 0;
    }

    State state() {
        return transfer.state();
    }

    private @Nullable Refusal give(Input input) {
        var result = transfer.handle(input, instant());
        if (isOver()) assertThat(result.effects()).as("after the end").isEmpty();
        for (var effect : result.effects()) carryOut(effect);
        return result.refusal().orElse(null);
    }

    private void carryOut(Effect effect) {
        assertThat(isOver()).as("%s after the end", effect).isFalse();
        switch (effect) {
            case Effect.Send(var to, var frame) -> links.toPeer(to, () -> receive(to, frame));
            case Effect.Broadcast(var frame) ->
                links.peers().forEach(peer -> links.toPeer(peer, () -> receive(peer, frame)));
            case Effect.StoreChunk(int index) -> store(index);
            case Effect.SendChunk(var to, int index) -> sendOn(to, index);
            case Effect.Publish(var fact) -> facts.add(fact);
            case Effect.Wake(var at) -> wakeAt(Duration.between(BEGIN, at).toMillis());
            case Effect.EndSpool _ -> {
                ends++;
                spool.clear();
            }
        }
    }

    private void wakeAt(long time) {
        wake = time;
        links.at(time, () -> {
            if (wake == time && !isOver()) {
                wake = Long.MAX_VALUE;
                give(new Input.Tick());
            }
        });
    }

    private void store(int index) {
        var bytes = arriving;
        if (bytes == null) throw new AssertionError("a chunk is stored that has not come");
        int begun = life;
        links.at(links.now() + random.nextInt(10), () -> {
            if (isOver() || life != begun) return;
            if (spool.put(index, bytes) != null) storedTwice++;
            give(new Input.Stored(index));
        });
    }

    private void sendOn(String to, int index) {
        var receiver = receivers.get(to);
        assertThat(--receiver.creditsAtService).as("credits of %s", to).isGreaterThanOrEqualTo(0);
        var message = ChunkFrameCodec.encode(ChunkFrame.of(offer.id(), index, spool.get(index)));
        links.toPeer(to, () -> receiver.chunk(Damage.decoded(message)));
    }

    private void receive(String peer, Frame frame) {
        if (peer.equals(SENDER)) sending.frame(frame);
        else receivers.get(peer).frame(frame);
    }

    // --- the sender

    final class Sending {
        private final ChunkSender engine = new ChunkSender(offer.file().chunking());
        /** False while it has paused itself. */
        private boolean wants = true;

        private int lies = faults.lies();
        private final BitSet lied = new BitSet();
        long bytes;

        void restart() {
            engine.reconnected();
        }

        void frame(Frame frame) {
            switch (frame) {
                case Frame.Credit(int more, var missing) -> engine.credit(more, missing);
                case Frame.Retransmit(int index) -> engine.retransmit(index);
                case Frame.Paused(var _, var _, var state) -> engine.pause(state instanceof State.Paused);
                case Frame.Resumed(var _, var state, var _) -> engine.pause(state instanceof State.Paused);
                case Frame.Offered _,
                        Frame.Accepted _,
                        Frame.Rejected _,
                        Frame.Progressed _,
                        Frame.Completed _,
                        Frame.Cancelled _ -> {}
            }
            send();
        }

        void resume() {
            wants = true;
            send();
        }

        private void send() {
            while (wants && engine.mayGoOn()) send(engine.next().orElseThrow());
            if (wants && engine.completes()) links.toService(SENDER, this::complete);
        }

        private void send(int index) {
            var bytes = chunk(index);
            this.bytes += bytes.size();
            var frame = ChunkFrame.of(offer.id(), index, bytes);
            if (lies > 0 && !lied.get(index) && random.nextInt(10) == 0) {
                lied.set(index);
                lies--;
                frame = new ChunkFrame(frame.header(), Damage.flipped(bytes));
            }
            var message = ChunkFrameCodec.encode(frame);
            links.toService(SENDER, () -> arrive(Damage.decoded(message)));
        }

        private void complete() {
            if (isOver()) return;
            // a damaged chunk is asked for again and so still missing
            assertThat(give(new Input.Complete(SENDER))).isIn(null, Refusal.INCOMPLETE, Refusal.TRANSFER_OVER);
        }

        private void arrive(ChunkFrame frame) {
            arriving = frame.content();
            var refusal = give(new Input.Chunk(
                    SENDER, frame.header().index(), frame.content().size(), frame.isIntact(), Way.SOCKET));
            arriving = null;
            if (!isOver() && frame.isIntact())
                assertThat(refusal).as("answer to a chunk").isNull();
        }
    }

    private Bytes chunk(int index) {
        int from = index * CHUNK;
        return Bytes.copyOf(ByteBuffer.wrap(content, from, Math.min(CHUNK, content.length - from)));
    }

    // --- a receiver

    final class Receiver {
        private static final int WINDOW = 4;
        private final String peer;
        private final List<Bytes> got = new ArrayList<>();
        private final BitSet damaged = new BitSet();
        private int damages = faults.damages();
        private ChunkReceiver engine = engine();
        boolean accepted;
        /** Counts lives of the client: what the disk of an earlier one finishes is lost. */
        private int run;

        private long diskFree;
        int creditsAtService;

        Receiver(String peer) {
            this.peer = peer;
        }

        private ChunkReceiver engine() {
            return new ChunkReceiver(offer.file().chunking(), WINDOW, got.size());
        }

        /** It connects again, or is a new process that finds what the old one has written. */
        void restart() {
            creditsAtService = 0;
            engine.reconnected();
            if (random.nextInt(3) > 0) return;
            run++;
            engine = engine();
        }

        void accept() {
            if (isOver() || accepted) return;
            if (give(new Input.Accept(peer, false, Input.Way.SOCKET)) != null) return;
            accepted = true;
            if (links.isUp(peer)) say(engine.begin());
        }

        void frame(Frame frame) {
            boolean syncs = frame instanceof Frame.Resumed || frame instanceof Frame.Paused;
            if (syncs && accepted && !engine.hasBegun()) say(engine.begin());
        }

        void chunk(ChunkFrame sent) {
            int index = (int) sent.header().index();
            var frame = sent;
            if (damages > 0 && !damaged.get(index) && random.nextInt(10) == 0) {
                damaged.set(index);
                damages--;
                frame = new ChunkFrame(sent.header(), Damage.flipped(sent.content()));
            }
            switch (engine.arrive(index, frame.content().size(), frame.isIntact())) {
                case WRITE -> write(index, frame.content());
                case ASK_AGAIN -> repeat(engine.awaited());
                case IGNORE -> {}
            }
            engine.credit().ifPresent(this::say);
        }

        private void write(int index, Bytes bytes) {
            int begun = run;
            diskFree = Math.max(diskFree, links.now() + random.nextInt(10));
            links.at(diskFree, () -> {
                if (run != begun || index != got.size()) return;
                assertThat(bytes).isEqualTo(RoomSimulator.this.chunk(index));
                got.add(bytes);
                engine.written(index);
                engine.credit().ifPresent(this::say);
            });
        }

        private void repeat(int index) {
            links.toService(peer, () -> {
                if (!isOver()) refusedOnlyAfterTheEnd(give(new Input.Retransmit(peer, index)));
            });
        }

        private void say(ChunkReceiver.Credit credit) {
            links.toService(peer, () -> {
                if (isOver()) return;
                creditsAtService += credit.credits();
                refusedOnlyAfterTheEnd(give(new Input.Credit(peer, credit.credits(), credit.confirmed())));
            });
        }

        /** Its part may have ended meanwhile. */
        private static void refusedOnlyAfterTheEnd(@Nullable Refusal refusal) {
            assertThat(refusal).isIn(null, Refusal.TRANSFER_OVER);
        }

        boolean hasAll() {
            return got.size() == offer.file().chunking().count();
        }
    }

    // --- the run

    /** Runs until the transfer ends, or for three hours. */
    void run() {
        give(new Input.Started(links.peers()));
        for (var receiver : receivers.values()) links.at(random.nextInt(2_000), receiver::accept);
        int span = 1_000 + content.length / CHUNK * 20;
        plan(faults.senderCuts(), span, () -> cut(SENDER, 1 + random.nextInt(faults.stays() ? 5_000 : 60_000)));
        plan(faults.receiverCuts(), span, () -> {
            var peers = List.copyOf(receivers.keySet());
            cut(peers.get(random.nextInt(peers.size())), 1 + random.nextInt(faults.stays() ? 20_000 : 7_200_000));
        });
        plan(faults.restarts(), span, this::restartService);
        plan(faults.pauses(), span, () -> {
            var peers = List.copyOf(links.peers());
            pause(peers.get(random.nextInt(peers.size())), random.nextInt(10_000));
        });
        links.runUntil(10_800_000);
    }

    private void plan(int times, int span, Runnable fault) {
        for (int i = 0; i < times; i++) links.at(500 + random.nextInt(span), fault);
    }

    long sentBytes() {
        return sending.bytes;
    }

    int size() {
        return content.length;
    }

    /** Bytes of a full window: what a cut of the sender may cost at most. */
    int windowBytes() {
        return settings.window(CHUNK) * CHUNK;
    }
}
