package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class ChunkProofFuzzTest {
    private static final int CHUNKS = 11;
    private static final List<ChunkHash> HASHES = IntStream.range(0, CHUNKS)
            .mapToObj(index -> ChunkHash.of(new byte[] {(byte) index}))
            .toList();
    private static final MerkleTree TREE = new MerkleTree(HASHES);

    /** A forged proof cannot prove anything false. */
    @FuzzTest
    void provesNoChunkInAnothersPlace(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (in.remaining() < 3) return;
        var chunk = HASHES.get(Math.floorMod(in.get(), CHUNKS));
        int size = 1 + (in.get() & 0x1f);
        int index = Math.floorMod(in.get(), size);

        boolean proved = new ChunkProof(index, size, path(in)).proves(chunk, TREE.root());

        if (proved && size == CHUNKS) assertThat(chunk).isEqualTo(HASHES.get(index));
    }

    /** Most bytes select a hash of the genuine tree, so that nearly valid proofs occur. */
    private static List<ChunkHash> path(ByteBuffer in) {
        var path = new ArrayList<ChunkHash>();
        while (in.hasRemaining() && path.size() < ChunkProof.MAX_PATH) {
            var genuine = TREE.proof(Math.floorMod(in.get(), CHUNKS)).path();
            path.add(genuine.get(in.hasRemaining() ? Math.floorMod(in.get(), genuine.size()) : 0));
        }
        return path;
    }
}
