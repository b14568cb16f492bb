package io.bitchat.files.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCheckTest {
    private static final Pattern PART = Pattern.compile("'([^']*)'|([0-9a-f]{2})\\*([0-9]+)|([0-9a-f]+)");

    private final ContentCheck check = new ContentCheck(new MediaTypes(Inspections.config(Map.of())));

    /** In the table, {@code 'PNG'} is text, {@code 0d0a} are bytes, and {@code 00*257} is a byte so many times. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvFileSource(resources = "first-bytes.csv", delimiter = '|', quoteCharacter = '`')
    void comparesFirstBytesWithTheDeclaredType(String declared, String filename, String bytes, String found) {
        var mismatch = check.mismatch(declared, filename, parse(bytes));

        assertThat(mismatch.orElse("possible")).isEqualTo(found);
    }

    @Test
    void anEmptyBeginningIsOfAnyType() {
        assertThat(check.mismatch("image/png", "a.png", new byte[0])).isEmpty();
    }

    /** A file in chunks of one byte is not known yet. */
    @Test
    void aBeginningThatIsTooShortIsOfAnyType() {
        assertThat(check.mismatch("image/png", "a.png", new byte[] {(byte) 0x7f}))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"application/zip, application/zip", "application/octet-stream, application/zip"})
    void whatIsDeniedIsFoundWhateverIsDeclared(String declared, String found) {
        var strict = new ContentCheck(new MediaTypes(Inspections.config(Map.of("denied-types", "application/zip"))));

        assertThat(strict.mismatch(declared, "a.bin", parse("504b0304 14000000 08000000 2100")))
                .contains(found);
    }

    private static byte[] parse(String text) {
        var bytes = new ByteArrayOutputStream();
        PART.matcher(text).results().forEach(part -> {
            if (part.group(1) != null)
                bytes.writeBytes(part.group(1).replace("\\n", "\n").getBytes(StandardCharsets.UTF_8));
            else if (part.group(2) != null)
                for (int i = 0; i < Integer.parseInt(part.group(3)); i++)
                    bytes.write(Integer.parseInt(part.group(2), 16));
            else bytes.writeBytes(HexFormat.of().parseHex(part.group(4)));
        });
        return bytes.toByteArray();
    }
}
