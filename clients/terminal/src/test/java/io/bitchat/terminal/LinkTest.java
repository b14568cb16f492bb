package io.bitchat.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.chunks.FileKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
    @Test
    void aLinkIsReadAsItWasPrinted() {
        var key = FileKey.generate(new Random(1));

        var link = Link.parse(new Link("file_12ab", Optional.of(key)).toString());

        assertThat(link.fileId()).isEqualTo("file_12ab");
        assertThat(link.key().orElseThrow().toBytes()).isEqualTo(key.toBytes());
        assertThat(Link.parse("file_12ab").key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "../x", "file_1#", "file_1#abc", "file_1#not base64!", "file_1/../2"})
    void whatIsNoLinkIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Link.parse(text)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @CsvSource({
        "document.pdf,document.pdf",
        "../../.bashrc,bashrc",
        "C:\\Users\\a\\x.exe,x.exe",
        "/etc/passwd,passwd",
        "'',download",
        "..,download",
        "\u2003.bashrc,bashrc",
        "\u00a0. .\u2028.bashrc,bashrc",
        "\ud800.\ud800,download",
        "tür kei.txt,tür kei.txt"
    })
    void whatAStrangerCallsAFileStaysInTheFolder(String foreign, String local) {
        assertThat(Local.safe(foreign)).isEqualTo(local);
    }

    /** During a download, a file with this name plus {@code .part.journal} lies beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "\ud83d\udc7b"})
    void aNameIsShortEnoughForTheFileSystem(String letter) {
        assertThat((Local.safe(letter.repeat(400)) + ".part.journal").getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(230, 255);
        assertThat(Local.safe(letter.repeat(50))).isEqualTo(letter.repeat(50));
    }

    @Test
    void whatATerminalObeysIsTakenOutOfNames() {
        assertThat(Local.safe("a\u001b[2Jb\u202egnp.exe")).isEqualTo("a[2Jbgnp.exe");
    }
}
