package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    @Test
    void theRootOfOneChunkIsItsLeaf() {
        assertThat(new MerkleTree(chunks(1)).root()).isEqualTo(MerkleTree.leaf(chunk(0)));
    }

    /** RFC 9162, section 2.1.5: seven leaves, the last of which is carried up. */
    @Test
    void theShapeIsThatOfTheRfc() {
        var leaves = chunks(7).stream().map(MerkleTree::leaf).toList();
        var left = node(node(leaves.get(0), leaves.get(1)), node(leaves.get(2), leaves.get(3)));
        var right = node(node(leaves.get(4), leaves.get(5)), leaves.get(6));
        var tree = new MerkleTree(chunks(7));

        assertThat(tree.root()).isEqualTo(node(left, right));
        assertThat(tree.proof(6).path()).containsExactly(node(leaves.get(4), leaves.get(5)), left);
        assertThat(tree.proof(3).path()).containsExactly(leaves.get(2), node(leaves.get(0), leaves.get(1)), right);
    }

    @Test
    void everyChunkOfFilesOfAllShapesIsProved() {
        for (int size = 1; size <= 130; size++) {
            var tree = new MerkleTree(chunks(size));
            for (int i = 0; i < size; i++) {
                var proof = tree.proof(i);
                assertThat(proof.proves(chunk(i), tree.root())).isTrue();
                assertThat(proof.path().size())
                        .isLessThanOrEqualTo(Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
            }
        }
    }

    @Test
    void aThousandChunksAreProvedByTenHashes() {
        assertThat(new MerkleTree(chunks(1_024)).proof(511).path()).hasSize(10);
    }

    @Property
    void nothingElseIsProved(@ForAll @IntRange(min = 2, max = 200) int size, @ForAll int at, @ForAll int other) {
        int index = Math.floorMod(at, size);
        int wrong = Math.floorMod(other, size);
        var tree = new MerkleTree(chunks(size));
        var proof = tree.proof(index);

        assertThat(proof.proves(chunk(wrong), tree.root())).isEqualTo(wrong == index);
        assertThat(new ChunkProof(wrong, size, proof.path()).proves(chunk(index), tree.root()))
                .isEqualTo(wrong == index);
        assertThat(proof.proves(chunk(index), new MerkleTree(chunks(size - 1)).root()))
                .isFalse();
        var longer = new ArrayList<>(proof.path());
        longer.add(chunk(0));
        assertThat(new ChunkProof(index, size, longer).proves(chunk(index), tree.root()))
                .isFalse();
        var shorter = proof.path().subList(0, Math.max(0, proof.path().size() - 1));
        assertThat(new ChunkProof(index, size, shorter).proves(chunk(index), tree.root()))
                .isFalse();
    }

    @Test
    void whatIsNoProofIsRefused() {
        assertThatThrownBy(() -> new ChunkProof(3, 3, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkProof(0, 1 << 21, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkProof(0, 3, chunks(21))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MerkleTree(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static ChunkHash node(ChunkHash left, ChunkHash right) {
        return MerkleTree.node(left, right);
    }

    private static List<ChunkHash> chunks(int count) {
        return IntStream.range(0, count).mapToObj(MerkleTreeTest::chunk).toList();
    }

    private static ChunkHash chunk(int index) {
        return ChunkHash.of(new byte[] {(byte) index, (byte) (index >> 8)});
    }
}
