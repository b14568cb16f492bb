package io.bitchat.peers.registration;

import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.peers.keys.UsedNonces;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Adds peers to the directory and changes their entries; the first registration of an id owns it. */
@ApplicationScoped
public class Registration {
    private static final String CLAIM = """
            insert into peers (id, peer_id, public_key, display_name, last_seen, is_online, created_at)
            values (?1, ?2, ?3, ?4, ?5, false, ?5)
            on conflict (peer_id) do nothing
            """;
    /** Messages may have been sent to a peer before it registered. */
    private static final String TAKE_OVER = """
            with early as (delete from early_counts where peer_id = ?1 returning *)
            update peers p
            set messages_sent = p.messages_sent + e.messages_sent,
                messages_received = p.messages_received + e.messages_received,
                good_marks = p.good_marks + e.good_marks,
                bad_marks = p.bad_marks + e.bad_marks
            from early e
            where e.peer_id = p.peer_id
            """;

    private static final String BY_PEER_ID = "from PeerEntity p where p.peerId = :peerId";

    private final Transactions transactions;
    private final Outbox outbox;
    private final KeyPolicy keys;
    private final UsedNonces used;
    private final Ids ids;
    private final InstantSource clock;

    Registration(
            Transactions transactions, Outbox outbox, KeyPolicy keys, UsedNonces used, Ids ids, InstantSource clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.keys = keys;
        this.used = used;
        this.ids = ids;
        this.clock = clock;
    }

    Uni<RegisterOutcome> register(RegisterRequest request, TraceContext trace) {
        if (!keys.accepts(request.publicKey())) return Uni.createFrom().item(new RegisterOutcome.NotASigningKey());
        return transactions.inSession(
                session -> claim(session, request).flatMap(claimed -> lock(session, request.peerId())
                        .flatMap(found -> claimed
                                ? joined(session, found.orElseThrow(), trace)
                                : change(session, found.orElseThrow(), request, trace))));
    }

    /** Changes a peer's entry and publishes an event; returns false if there is no such peer. */
    public Uni<Boolean> update(String peerId, TraceContext trace, Consumer<Entry> change) {
        return transactions.inSession(session -> lock(session, peerId).flatMap(found -> {
            var peer = found.filter(known -> known.retiredAt == null);
            if (peer.isEmpty()) return Uni.createFrom().item(false);
            change.accept(new Entry(peer.get()));
            return tell(session, peer.get(), trace).replaceWith(true);
        }));
    }

    /** The parts of an entry that other packages may change. */
    public static final class Entry {
        private final PeerEntity peer;

        private Entry(PeerEntity peer) {
            this.peer = peer;
        }

        /** Revokes all tokens issued so far; returns the new token generation. */
        public long revokeTokens() {
            peer.tokenGeneration++;
            return peer.tokenGeneration;
        }

        void readReceipts(boolean shown) {
            peer.readReceipts = shown;
        }
    }

    /** Removes the peer from the directory; its id stays reserved for its key. Returns the new token generation. */
    Uni<Optional<Long>> retire(String peerId, TraceContext trace) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return transactions.inSession(session -> lock(session, peerId).flatMap(found -> {
            var peer = found.filter(known -> known.retiredAt == null);
            if (peer.isEmpty()) return Uni.createFrom().item(Optional.<Long>empty());
            peer.get().retiredAt = now;
            peer.get().tokenGeneration++;
            var event =
                    new io.bitchat.contracts.peers.PeerEvent.Retired(peerId, now, peer.get().tokenGeneration, "left");
            return outbox.append(session, new Outbox.Entry(event, trace))
                    .replaceWith(Optional.of(peer.get().tokenGeneration));
        }));
    }

    /** The insert decides a race between two registrations of one id; a prior select could not. */
    private Uni<Boolean> claim(Mutiny.Session session, RegisterRequest request) {
        return session.createNativeQuery(CLAIM)
                .setParameter(1, ids.next())
                .setParameter(2, request.peerId())
                .setParameter(3, request.publicKey())
                .setParameter(4, request.displayName())
                .setParameter(5, clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .executeUpdate()
                .flatMap(rows -> rows == 0
                        ? Uni.createFrom().item(false)
                        : session.createNativeQuery(TAKE_OVER)
                                .setParameter(1, request.peerId())
                                .executeUpdate()
                                .replaceWith(true));
    }

    private static Uni<Optional<PeerEntity>> lock(Mutiny.Session session, String peerId) {
        return session.createSelectionQuery(BY_PEER_ID, PeerEntity.class)
                .setParameter("peerId", peerId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    private Uni<RegisterOutcome> joined(Mutiny.Session session, PeerEntity peer, TraceContext trace) {
        return outbox.append(session, new Outbox.Entry(peer.registered(peer.createdAt), trace))
                .map(_ -> new RegisterOutcome.Joined(peer));
    }

    private Uni<RegisterOutcome> change(
            Mutiny.Session session, PeerEntity peer, RegisterRequest request, TraceContext trace) {
        if (isAsAsked(peer, request)) {
            return Uni.createFrom().item(new RegisterOutcome.Unchanged(peer, keys.believes()));
        }
        if (!keys.needsProof(peer, request)) return changed(session, peer, request, trace);
        var nonce = request.nonce();
        if (nonce == null || !keys.proves(peer, request))
            return Uni.createFrom().item(new RegisterOutcome.ProofNeeded());
        return used.use(session, nonce)
                .flatMap(fresh -> fresh
                        ? changed(session, peer, request, trace)
                        : Uni.createFrom().item(new RegisterOutcome.ProofNeeded()));
    }

    private Uni<RegisterOutcome> changed(
            Mutiny.Session session, PeerEntity peer, RegisterRequest request, TraceContext trace) {
        // the existing tokens belong to the holder of the old key
        if (!peer.publicKey.equals(request.publicKey())) peer.tokenGeneration++;
        peer.publicKey = request.publicKey();
        peer.displayName = orElse(request.displayName(), peer.displayName);
        peer.retiredAt = null;
        return tell(session, peer, trace).map(_ -> new RegisterOutcome.Changed(peer));
    }

    private static boolean isAsAsked(PeerEntity peer, RegisterRequest request) {
        return peer.retiredAt == null
                && peer.publicKey.equals(request.publicKey())
                && Objects.equals(peer.displayName, orElse(request.displayName(), peer.displayName));
    }

    private Uni<Void> tell(Mutiny.Session session, PeerEntity peer, TraceContext trace) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return outbox.append(session, new Outbox.Entry(peer.updated(now), trace));
    }

    private static @Nullable String orElse(@Nullable String asked, @Nullable String known) {
        return asked == null ? known : asked;
    }
}
