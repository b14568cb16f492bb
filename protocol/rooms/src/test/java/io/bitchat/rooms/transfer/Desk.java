package io.bitchat.rooms.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.OfferedFile;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.TransferSettings;
import io.bitchat.rooms.transfer.Input.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Drives one transfer in virtual time: ticks when asked to, stores chunks at once, and remembers all effects. */
final class Desk {
    static final String ALICE = "alice";
    static final String BOB = "bob";
    static final String CAROL = "carol";
    static final String DAVE = "dave";
    static final Set<String> ROOM = Set.of(ALICE, BOB, CAROL, DAVE);
    static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
    static final TransferSettings SETTINGS =
            TransferSettings.defaults().withWindowBytes(4 * Chunking.DEFAULT_CHUNK_SIZE);

    Transfer transfer;
    Instant now = BEGIN;
    boolean storing = true;
    List<Effect> last = List.of();
    final List<Effect> all = new ArrayList<>();
    final TransferSettings settings;
    private @Nullable Instant wake;
    private boolean ended;

    private Desk(Offer offer, Set<String> room, TransferSettings settings) {
        this.settings = settings;
        transfer = Transfer.offered(offer, room, settings, now);
    }

    /** An offer of so many chunks of 64 KiB to Bob, with all in the room connected. */
    static Desk toBob(int chunks) {
        return of(offer(BOB, (long) chunks * Chunking.DEFAULT_CHUNK_SIZE, false));
    }

    /** The same to everybody in the room. */
    static Desk toAll(int chunks) {
        return of(offer(null, (long) chunks * Chunking.DEFAULT_CHUNK_SIZE, false));
    }

    static Desk of(Offer offer) {
        return of(offer, SETTINGS);
    }

    static Desk of(Offer offer, TransferSettings settings) {
        var desk = new Desk(offer, ROOM, settings);
        desk.give(new Input.Started(ROOM));
        return desk;
    }

    /** An offer to Bob, who has no socket, and neither has Alice: both work over HTTP. */
    static Desk toBobWithoutSocket(int chunks) {
        var desk = new Desk(offer(BOB, chunks * 65_536L, false), ROOM, SETTINGS);
        desk.give(new Input.Started(Set.of()));
        return desk;
    }

    /** An offer to everybody in a room where Alice is alone. */
    static Desk toNobodyYet(int chunks) {
        var desk = new Desk(offer(null, chunks * 65_536L, false), Set.of(ALICE), SETTINGS);
        desk.give(new Input.Started(Set.of(ALICE)));
        return desk;
    }

    static Offer offer(@Nullable String receiver, long size, boolean stored) {
        var file = new OfferedFile("f.bin", "application/octet-stream", new Chunking(size, 65_536));
        return new Offer(new UUID(0, 1), "lobby", ALICE, receiver, file, stored);
    }

    /** The service is killed and goes on from what it kept. */
    void restart() {
        var kept = transfer.snapshot();
        transfer = Transfer.restored(kept, settings);
        wake = null;
        give(new Input.Started(ROOM));
    }

    // --- inputs

    Optional<Refusal> give(Input input) {
        var result = transfer.handle(input, now);
        take(result.effects());
        if (storing) {
            for (var effect : result.effects()) {
                if (effect instanceof Effect.StoreChunk(int index)) {
                    take(transfer.handle(new Input.Stored(index), now).effects(), true);
                }
            }
        }
        return result.refusal();
    }

    private void take(List<Effect> effects) {
        take(effects, false);
    }

    private void take(List<Effect> effects, boolean more) {
        if (ended) assertThat(effects).as("effects after the end").isEmpty();
        for (var effect : effects) {
            assertThat(ended).as("%s after the end", effect).isFalse();
            if (effect instanceof Effect.Wake(var at)) wake = at;
            if (effect instanceof Effect.EndSpool) ended = true;
        }
        all.addAll(effects);
        var joined = new ArrayList<>(more ? last : List.<Effect>of());
        joined.addAll(effects);
        last = joined;
    }

    Optional<Refusal> accept(String peer) {
        return give(new Input.Accept(peer, false, Input.Way.SOCKET));
    }

    Optional<Refusal> chunk(long index) {
        return give(new Input.Chunk(ALICE, index, 65_536, true, Way.SOCKET));
    }

    Optional<Refusal> damaged(long index) {
        return give(new Input.Chunk(ALICE, index, 65_536, false, Way.SOCKET));
    }

    Optional<Refusal> credit(String peer, long credits, long confirmed) {
        return give(new Input.Credit(peer, credits, confirmed));
    }

    /** Moves chunks from first to before end to a receiver, which confirms each. */
    void move(String to, int first, int end) {
        for (int i = first; i < end; i++) {
            assertThat(chunk(i)).isEmpty();
            assertThat(credit(to, 1, i)).isEmpty();
            assertThat(credit(to, 0, i + 1)).isEmpty();
        }
    }

    /** Time passes; the driver ticks whenever the transfer has asked for it. */
    void pass(Duration time) {
        var until = now.plus(time);
        last = List.of();
        for (int ticks = 0; wake != null && !wake.isAfter(until); ticks++) {
            assertThat(ticks).as("ticks").isLessThan(100_000);
            now = wake.isBefore(now) ? now : wake;
            wake = null;
            take(transfer.handle(new Input.Tick(), now).effects(), true);
        }
        now = until;
    }

    // --- what came of it

    boolean isOver() {
        return ended;
    }

    State state() {
        return transfer.state();
    }

    State stateOf(String peer) {
        return transfer.progress().receivers().stream()
                .filter(one -> one.peer().equals(peer))
                .findFirst()
                .orElseThrow()
                .state();
    }

    /** Frames that a peer got alone. */
    List<Frame> sent(String peer) {
        return framesTo(peer, all);
    }

    List<Frame> lastSent(String peer) {
        return framesTo(peer, last);
    }

    private static List<Frame> framesTo(String peer, List<Effect> effects) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Send(var to, var _) && to.equals(peer))
                .map(effect -> ((Effect.Send) effect).frame())
                .toList();
    }

    List<Frame> broadcasts() {
        return broadcasts(all);
    }

    List<Frame> lastBroadcasts() {
        return broadcasts(last);
    }

    private static List<Frame> broadcasts(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Broadcast.class::isInstance)
                .map(effect -> ((Effect.Broadcast) effect).frame())
                .toList();
    }

    /** Facts but those of progress. */
    List<Fact> facts() {
        return all.stream()
                .filter(effect -> effect instanceof Effect.Publish(var fact) && !(fact instanceof Fact.Progressed))
                .map(effect -> ((Effect.Publish) effect).fact())
                .toList();
    }

    List<Progress> reports() {
        return broadcasts().stream()
                .filter(Frame.Progressed.class::isInstance)
                .map(frame -> ((Frame.Progressed) frame).progress())
                .toList();
    }

    /** Indices of the chunks that were sent to a receiver. */
    List<Integer> chunksTo(String peer) {
        return all.stream()
                .filter(effect -> effect instanceof Effect.SendChunk(var to, var _) && to.equals(peer))
                .map(effect -> ((Effect.SendChunk) effect).index())
                .toList();
    }

    /** All credits that the sender was given. */
    int granted() {
        return sent(ALICE).stream()
                .mapToInt(frame -> frame instanceof Frame.Credit(int credits, var _) ? credits : 0)
                .sum();
    }
}
