package io.bitchat.contracts.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class CursorTest {
    @Property
    void readsWhatItWrote(@ForAll @LongRange(min = 0) long position) {
        var cursor = new Cursor(position);

        assertThat(Cursor.parse(cursor.text())).contains(cursor);
    }

    @Property
    void rejectsEveryTextThatItWouldNotWrite(@ForAll String text) {
        assertThat(Cursor.parse(text).map(Cursor::text)).isIn(Optional.empty(), Optional.of(text));
    }

    @Property
    void rejectsEveryEncodedTextThatItWouldNotWrite(@ForAll String inner) {
        var text = base64(inner);

        assertThat(Cursor.parse(text).map(Cursor::text)).isIn(Optional.empty(), Optional.of(text));
    }

    @Property
    void rejectsEveryOtherLastCharacter(@ForAll @LongRange(min = 0) long position, @ForAll char last) {
        var right = new Cursor(position).text();
        var changed = right.substring(0, right.length() - 1) + last;

        assertThat(Cursor.parse(changed).map(Cursor::text)).isIn(Optional.empty(), Optional.of(changed));
    }

    @Property
    void textStaysShort(@ForAll @LongRange(min = 0) long position) {
        assertThat(new Cursor(position).text()).hasSizeLessThanOrEqualTo(30).matches("[A-Za-z0-9_-]+");
    }

    @Example
    void rejectsPaddingLeadingZerosSignsAndOverflow() {
        assertThat(Cursor.parse(Cursor.START.text() + "==")).isEmpty();
        assertThat(Cursor.parse(base64("m1:007"))).isEmpty();
        assertThat(Cursor.parse(base64("m1:-1"))).isEmpty();
        assertThat(Cursor.parse(base64("m2:1"))).isEmpty();
        assertThat(Cursor.parse(base64("m1:9223372036854775808"))).isEmpty();
        assertThat(Cursor.parse("")).isEmpty();
        assertThat(Cursor.parse("A".repeat(1_000_000))).isEmpty();
    }

    @Example
    void refusesNegativePositions() {
        assertThatThrownBy(() -> new Cursor(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String base64(String inner) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(inner.getBytes(StandardCharsets.UTF_8));
    }
}
