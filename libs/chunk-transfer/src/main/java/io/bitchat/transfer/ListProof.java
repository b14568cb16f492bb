package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.MerkleTree;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds the list of hashes with the given root among the lists of the sources. */
final class ListProof {
    private final int count;
    private final ChunkHash root;

    ListProof(int count, ChunkHash root) {
        this.count = count;
        this.root = root;
    }

    /**
     * Tries each complete list, then the union of all, then the union without one source, in case that one is wrong.
     * Hashing a million chunks takes a second, so not for an event loop.
     */
    Optional<List<ChunkHash>> find(Collection<Listing> said) {
        for (var one : said) if (proves(one)) return Optional.of(one.hashes());
        var together = union(said, null);
        if (proves(together)) return Optional.of(together.hashes());
        for (var liar : said) {
            var others = union(said, liar);
            if (proves(others)) return Optional.of(others.hashes());
        }
        return Optional.empty();
    }

    private Listing union(Collection<Listing> said, @org.jspecify.annotations.Nullable Listing without) {
        var union = new Listing(count);
        for (var one : said) if (one != without) union.fill(one);
        return union;
    }

    private boolean proves(Listing listing) {
        return listing.isComplete() && new MerkleTree(listing.hashes()).root().equals(root);
    }
}
