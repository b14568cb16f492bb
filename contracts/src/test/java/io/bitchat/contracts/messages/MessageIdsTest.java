package io.bitchat.contracts.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageIdsTest {
    /** The ids must never change, because other sites and versions compute the same ones. */
    @Example
    void theIdsOfTodayAreThoseOfTomorrow() {
        assertThat(MessageIds.inGroup("group_1", "alice", MessageIds.keyOfId("x")))
                .isEqualTo("g-f1ca99090ea2d08ec34701e845c850f65517572e");
        assertThat(MessageIds.toPeer("alice", "bob", "x")).isEqualTo("d-5cfe509e46f7dc9c36ba878886a99a9a1013f6ee");
    }

    @Property
    void twoMessagesHaveTheSameIdOnlyWhereEverythingIsTheSame(
            @ForAll("fields") List<String> one, @ForAll("fields") List<String> other) {
        assertThat(inGroup(one).equals(inGroup(other))).isEqualTo(one.equals(other));
        assertThat(toPeer(one).equals(toPeer(other))).isEqualTo(one.equals(other));
    }

    @Property
    void noIdOfOneKindIsOneOfAnother(@ForAll("fields") List<String> fields) {
        var group = inGroup(fields);
        var streams = MessageIds.inStreams(fields.get(0), fields.get(1), fields.get(2));

        assertThat(List.of(group, toPeer(fields), streams))
                .doesNotHaveDuplicates()
                .allMatch(MessageIds::isReserved);
        assertThat(MessageIds.isReserved(fields.get(2))).isFalse();
    }

    @Property
    void whatAClientChoosesInOneWayIsNotWhatItChoosesInAnother(@ForAll("fields") List<String> fields) {
        var chosen = fields.get(2);

        assertThat(MessageIds.keyOfId(chosen))
                .isNotEqualTo(MessageIds.keyOfHeader(chosen))
                .matches(MessageIds::isKey);
        assertThat(MessageIds.isKey(chosen + " ")).isFalse();
    }

    private static String inGroup(List<String> fields) {
        return MessageIds.inGroup(fields.get(0), fields.get(1), MessageIds.keyOfId(fields.get(2)));
    }

    private static String toPeer(List<String> fields) {
        return MessageIds.toPeer(fields.get(0), fields.get(1), fields.get(2));
    }

    /** A small alphabet, so that fields often concatenate to the same text, and whole lists are often equal. */
    @Provide
    Arbitrary<List<String>> fields() {
        var field =
                Arbitraries.strings().withChars('a', 'b', '-').ofMinLength(1).ofMaxLength(3);
        return Combinators.combine(field, field, field).as((a, b, c) -> List.of(a, b, c));
    }
}
