package io.bitchat.peers.registration;

import io.bitchat.kit.commit.Reads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads the directory. */
@ApplicationScoped
public class Directory {
    private static final String ONE = "from PeerEntity p where p.peerId = :peerId and p.retiredAt is null";
    private static final String ALL = "from PeerEntity p where p.retiredAt is null order by p.lastSeen desc, p.peerId";
    private static final String ONLINE =
            "from PeerEntity p where p.retiredAt is null and p.isOnline order by p.lastSeen desc, p.peerId";

    private final Reads reads;

    Directory(Reads reads) {
        this.reads = reads;
    }

    /** What proves a peer's identity. */
    public record Identity(String publicKey, long tokenGeneration) {}

    /** The identity of a peer. */
    public Uni<Optional<Identity>> identity(String peerId) {
        return find(peerId).map(found -> found.map(peer -> new Identity(peer.publicKey, peer.tokenGeneration)));
    }

    Uni<Optional<PeerEntity>> find(String peerId) {
        return reads.in(session -> session.createSelectionQuery(ONE, PeerEntity.class)
                        .setParameter("peerId", peerId)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }

    /** Most recently seen first. */
    Uni<List<PeerEntity>> list(boolean onlineOnly, int limit, int offset) {
        return reads.in(session -> session.createSelectionQuery(onlineOnly ? ONLINE : ALL, PeerEntity.class)
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultList());
    }
}
