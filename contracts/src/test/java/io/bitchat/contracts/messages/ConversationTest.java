package io.bitchat.contracts.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConversationTest {
    @Property
    void isTheSameFromBothSides(@ForAll("peerIds") String one, @ForAll("peerIds") String other) {
        assertThat(Conversation.between(one, other)).isEqualTo(Conversation.between(other, one));
    }

    @Property
    void namesExactlyItsTwoPeersInAscendingOrder(@ForAll("peerIds") String one, @ForAll("peerIds") String other) {
        var halves = Conversation.between(one, other).split("\\|", -1);

        assertThat(halves).containsExactlyInAnyOrder(one, other).isSorted();
    }

    @Property
    void differsForOtherPeers(@ForAll("pairs") List<String> pair, @ForAll("pairs") List<String> otherPair) {
        var sameName = Conversation.between(pair.get(0), pair.get(1))
                .equals(Conversation.between(otherPair.get(0), otherPair.get(1)));

        assertThat(sameName)
                .isEqualTo(pair.stream()
                        .sorted()
                        .toList()
                        .equals(otherPair.stream().sorted().toList()));
    }

    @Example
    void aPeerMayTalkToItself() {
        assertThat(Conversation.between("alice", "alice")).isEqualTo("alice|alice");
    }

    @Provide
    Arbitrary<String> peerIds() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("._@:+-")
                .ofMinLength(1)
                .ofMaxLength(128);
    }

    @Provide
    Arbitrary<List<String>> pairs() {
        return Arbitraries.of("a", "b", "aa", "ab").list().ofSize(2);
    }
}
