package io.bitchat.sim.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.PeerId;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private final GossipWorld world = new GossipWorld(GossipOptions.standard(1).withNodes(300), new Ledger());
    private final Directory directory = new Directory();

    @Test
    void findsWhomItKnows() {
        world.nodes().forEach(directory::add);

        assertThat(world.nodes()).allMatch(node -> directory.find(node.contact().id()) == node);
    }

    @Test
    void hasNobodyElse() {
        world.nodes().subList(0, 100).forEach(directory::add);

        assertThat(world.nodes().subList(100, 300))
                .allMatch(node -> directory.find(node.contact().id()) == null);
        assertThat(directory.find(new PeerId(0))).isNull();
        assertThat(directory.find(new PeerId(-1))).isNull();
    }
}
