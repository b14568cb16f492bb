package io.bitchat.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.upload.FileName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Hostile file names. */
class ContentDispositionPropertyTest {
    private static final Pattern HEADER =
            Pattern.compile("attachment; filename=\"([ -~&&[^\"\\\\]]+)\"(; filename\\*=UTF-8''([!-~&&[^;,\"]]+))?");

    /** Characters with a meaning in headers, shells, paths or displayed text, mixed with letters of any script. */
    @Provide
    Arbitrary<String> names() {
        var odd = Arbitraries.of(
                "\r\n", "\"", "\\", "%0d%0a", "../", "..\\", ";", "\u0000", "\u202e", "''", "\ud800", " ", "\u2003");
        return Arbitraries.oneOf(odd, Arbitraries.strings().ofMaxLength(8))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property
    void whateverTheNameTheHeaderIsOneLineFromWhichItIsReadBack(@ForAll("names") String given) {
        var kept = FileName.of(given);

        var header = HEADER.matcher(ContentDisposition.of("attachment", kept));

        assertThat(header.matches()).as(header.toString()).isTrue();
        var name = header.group(3) == null ? header.group(1) : decoded(header.group(3));
        assertThat(name).isEqualTo(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Property
    void aKeptNameHasNoPathAndNothingThatHides(@ForAll("names") String given) {
        assertThat(FileName.of(given)).matches("[^/\\\\\\p{Cc}\\p{Cf}]+").doesNotStartWith(".");
    }

    private static String decoded(String percent) {
        return URLDecoder.decode(percent.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
