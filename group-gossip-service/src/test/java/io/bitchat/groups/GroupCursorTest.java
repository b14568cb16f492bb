package io.bitchat.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class GroupCursorTest {
    @Property
    void readsWhatItWrote(@ForAll @LongRange(max = 999_999_999_999_999_999L) long sequence) {
        var cursor = new GroupCursor(sequence);
        assertThat(GroupCursor.parse(cursor.text())).contains(cursor);
    }

    @Property
    void rejectsEveryTextThatItWouldNotWrite(@ForAll String text) {
        GroupCursor.parse(text).ifPresent(cursor -> assertThat(cursor.text()).isEqualTo(text));
    }

    @Example
    void rejectsPlacesBeforeTheFirst() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GroupCursor(-1));
    }
}
