package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.crypto.Bytes;
import java.util.BitSet;
import java.util.List;

/** Chunks that a source claims to hold, with their hashes. Takes 32 bytes for each chunk of the file. */
public final class Listing {
    private final int count;
    private final byte[] hashes;
    private final BitSet held = new BitSet();

    /** An empty listing for a file with this number of chunks. */
    public Listing(int count) {
        this.count = count;
        this.hashes = new byte[count * ChunkHash.BYTES];
    }

    /** Adds a chunk that the source claims to hold. */
    public Listing note(int index, ChunkHash hash) {
        System.arraycopy(hash.bytes().toArray(), 0, hashes, index * ChunkHash.BYTES, ChunkHash.BYTES);
        held.set(index);
        return this;
    }

    /** Adds the chunks of the other listing that this one does not have. */
    Listing fill(Listing other) {
        other.held.stream().filter(index -> !held.get(index)).forEach(index -> note(index, other.hash(index)));
        return this;
    }

    public ChunkSet held() {
        return ChunkSet.copyOf(held);
    }

    boolean isComplete() {
        return held.cardinality() == count;
    }

    /** Whether all hashes of this listing are right. */
    boolean agreesWith(List<ChunkHash> proved) {
        return held.stream().allMatch(index -> hash(index).equals(proved.get(index)));
    }

    ChunkHash hash(int index) {
        return new ChunkHash(Bytes.copyOf(java.nio.ByteBuffer.wrap(hashes, index * ChunkHash.BYTES, ChunkHash.BYTES)));
    }

    /** All hashes in order; requires a complete listing. */
    List<ChunkHash> hashes() {
        return new Hashes(this);
    }

    /** Creates each hash object on access: a million of them would take 100 MB. */
    private static final class Hashes extends java.util.AbstractList<ChunkHash> implements java.util.RandomAccess {
        private final Listing listing;

        Hashes(Listing listing) {
            this.listing = listing;
        }

        @Override
        public ChunkHash get(int index) {
            return listing.hash(java.util.Objects.checkIndex(index, size()));
        }

        @Override
        public int size() {
            return listing.count;
        }
    }
}
