package io.bitchat.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/transport.md names every code, policy and setting. */
class TransportDocumentTest {
    private final String page = read();

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void everyReasonCodeIsInItsTable(ReasonCode code) {
        assertThat(page.substring(page.indexOf("## 4."))).contains("`" + code.wire() + "`");
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void everyPolicyIsThereWithItsProfile(Policy policy) {
        assertThat(page).containsPattern("\\| `" + policy.wire() + "`[^|]*\\| `" + policy.profile() + "` \\|");
    }

    @ParameterizedTest
    @EnumSource(PrivacyAchieved.class)
    void everyLevelOfPrivacyIsExplained(PrivacyAchieved level) {
        assertThat(page).contains("`" + level.wire() + "`");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingIsThereWithItsDefaultAndRange(Setting setting) {
        var row = "| `%s` | `%s` | %s |"
                .formatted(setting.name().toLowerCase(Locale.ROOT), setting.byDefault(), setting.range());
        assertThat(page).contains(row);
    }

    @Test
    void theProfilesAreOtherNamesOfThePolicies() {
        for (var policy : Policy.values()) {
            assertThat(Policy.named(policy.wire())).contains(policy);
            assertThat(Policy.named(policy.profile())).contains(policy);
        }
        assertThat(Policy.named("cheapest")).isEmpty();
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("bitchat.root"), "docs/transport.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
