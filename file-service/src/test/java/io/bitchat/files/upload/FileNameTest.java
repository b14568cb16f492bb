package io.bitchat.files.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @ParameterizedTest
    @CsvSource({
        "document.pdf, document.pdf",
        "../../etc/passwd, passwd",
        "C:\\windows\\system.ini, system.ini",
        ".bashrc, bashrc",
        "..., file",
        "/, file",
        "' . .hidden', hidden",
        "'\u2003.\u00a0.hidden', hidden",
        "'a\u0000b\nc.txt', abc.txt",
        "'photo\u202Egnp.exe', photognp.exe",
        "Grüße 中文.txt, Grüße 中文.txt"
    })
    void aPathAndWhatHidesAreTakenOff(String given, String kept) {
        assertThat(FileName.of(given)).isEqualTo(kept);
    }
}
