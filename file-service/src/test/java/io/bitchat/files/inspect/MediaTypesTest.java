package io.bitchat.files.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-msdownload",
                "APPLICATION/X-MSDownload",
                "application/x-msdownload; format=pe32",
                "application/x-dosexec",
                "application/x-ms-installer",
                // another name of the one before
                "application/x-windows-installer",
                "application/hta",
                "text/x-vbscript",
                "nonsense",
                "",
            })
    void refusesByDefault(String type) {
        var refusal = types(Map.of()).refusal(type).orElseThrow();

        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.code()).isEqualTo("media_type_refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "text/plain; charset=utf-8",
                "application/octet-stream",
                "application/vnd.acme.unheard-of",
                "application/zip"
            })
    void acceptsEverythingElseByDefault(String type) {
        assertThat(types(Map.of()).refusal(type)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, true",
        "IMAGE/PNG, true",
        "image/svg+xml, false",
        "text/plain, false",
        "application/pdf, true",
        "application/pdf; version=1.7, true",
        "application/x-pdf, true",
        "application/pdfx, false",
        "imagex/png, false"
    })
    void acceptsWhatIsAllowedAndNotDenied(String type, boolean accepted) {
        var types = types(Map.of("allowed-types", " Image/* , application/pdf", "denied-types", "image/svg+xml"));

        assertThat(types.refusal(type).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void everythingMayBeDenied() {
        assertThat(types(Map.of("denied-types", "*/*")).refusal("image/png")).isPresent();
    }

    @Test
    void nothingNeedBeDenied() {
        assertThat(types(Map.of("denied-types", "")).refusal("application/x-msdownload"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "image/", "*/png", "image/p*", "image/png image/gif"})
    void rejectsAListThatItWouldNotUnderstand(String list) {
        assertThatThrownBy(() -> types(Map.of("allowed-types", list)))
                .hasMessageContaining("bitchat.transfers.allowed-types has an invalid media type");
    }

    private static MediaTypes types(Map<String, String> values) {
        return new MediaTypes(Inspections.config(values));
    }
}
