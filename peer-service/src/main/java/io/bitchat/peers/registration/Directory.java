package io.bitchat.peers.registration;

import io.bitchat.kit.commit.Reads;
import io.bitchat.peers.keys.Ed25519Keys;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads the directory. */
@ApplicationScoped
public class Directory {
    private static final String EVEN_RETIRED = "from PeerEntity p where p.peerId = :peerId";
    private static final String ONE = EVEN_RETIRED + " and p.retiredAt is null";
    private static final String ALL = "from PeerEntity p where p.retiredAt is null";
    private static final String ONLINE = ALL + " and p.isOnline";
    private static final String AFTER = " and p.lastSeen <= :seen and (p.lastSeen < :seen or p.peerId > :peerId)";
    private static final String ORDER = " order by p.lastSeen desc, p.peerId";

    private static final String ALL_FIRST = ALL + ORDER;
    private static final String ALL_AFTER = ALL + AFTER + ORDER;
    private static final String ONLINE_FIRST = ONLINE + ORDER;
    private static final String ONLINE_AFTER = ONLINE + AFTER + ORDER;

    /** Largest page in bytes, estimated from its keys. */
    private static final int MAX_BYTES = 1 << 20;

    /** Estimated size of the other fields of a peer, in bytes. */
    private static final int ROW_BYTES = 512;

    private final Reads reads;

    Directory(Reads reads) {
        this.reads = reads;
    }

    /**
     * The data against which a peer proves its identity.
     *
     * @param isRetired whether the peer has left; it can prove its identity to come back, but gets no token before
     */
    public record Identity(String publicKey, long tokenGeneration, boolean isRetired) {
        private static Identity of(PeerEntity peer) {
            return new Identity(peer.publicKey, peer.tokenGeneration, peer.retiredAt != null);
        }

        private boolean isThereOrCanComeBack() {
            return !isRetired || Ed25519Keys.parse(publicKey).isPresent();
        }
    }

    /**
     * The identity of a peer. A peer that left is included only if its key can sign, because nothing else proves an
     * identity.
     */
    public Uni<Optional<Identity>> identity(String peerId) {
        return one(EVEN_RETIRED, peerId).map(found -> found.map(Identity::of).filter(Identity::isThereOrCanComeBack));
    }

    /** A peer that has not left. */
    Uni<Optional<PeerEntity>> find(String peerId) {
        return one(ONE, peerId);
    }

    private Uni<Optional<PeerEntity>> one(String query, String peerId) {
        return reads.in(session -> session.createSelectionQuery(query, PeerEntity.class)
                        .setParameter("peerId", peerId)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }

    /** @param next where the next page starts; empty on the last page */
    record Page(List<PeerEntity> peers, Optional<DirectoryPlace> next) {}

    /** Peers by {@code last_seen}, newest first, limited in number and in bytes. */
    Uni<Page> list(boolean onlineOnly, int limit, int offset) {
        return reads.in(session -> session.createSelectionQuery(onlineOnly ? ONLINE_FIRST : ALL_FIRST, PeerEntity.class)
                        .setFirstResult(offset)
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(peers -> page(peers, limit));
    }

    /** The page after a place of the list. */
    Uni<Page> list(boolean onlineOnly, int limit, DirectoryPlace after) {
        return reads.in(session -> session.createSelectionQuery(onlineOnly ? ONLINE_AFTER : ALL_AFTER, PeerEntity.class)
                        .setParameter("seen", after.lastSeen())
                        .setParameter("peerId", after.peerId())
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(peers -> page(peers, limit));
    }

    private static Page page(List<PeerEntity> peers, int limit) {
        long bytes = 0;
        for (int count = 0; count < peers.size(); count++) {
            if (count == limit || bytes > MAX_BYTES) {
                return new Page(peers.subList(0, count), Optional.of(DirectoryPlace.of(peers.get(count - 1))));
            }
            var peer = peers.get(count);
            bytes += ROW_BYTES + 3L * peer.publicKey.length();
        }
        return new Page(peers, Optional.empty());
    }
}
