package io.bitchat.transport.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bitchat.transport.TransportId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransportSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BITCHAT_ENABLED      | bitchat.transport.bitchat_enabled      | true",
                "BITCHAT_API_URL      | bitchat.transport.bitchat_api_url      | http://localhost:8000",
                "BITCHAT_MAX_PEERS    | bitchat.transport.bitchat_max_peers    | 50",
                "BITCHAT_HOP_LIMIT    | bitchat.transport.bitchat_hop_limit    | 7",
                "BETANET_ENABLED      | bitchat.transport.betanet_enabled      | true",
                "BETANET_API_URL      | bitchat.transport.betanet_api_url      | http://localhost:8443",
                "BETANET_PRIVACY_MODE | bitchat.transport.betanet_privacy_mode | true",
                "BETANET_MAX_HOPS     | bitchat.transport.betanet_max_hops     | 5",
                "TRANSPORT_PRIORITY   | bitchat.transport.transport_priority   | htx,ble,mesh",
                "ENABLE_FAILOVER      | bitchat.transport.enable_failover      | true",
                "FAILOVER_TIMEOUT_SEC | bitchat.transport.failover_timeout_sec | 10",
                "MAX_RETRY_ATTEMPTS   | bitchat.transport.max_retry_attempts   | 3",
            })
    void everySettingHasItsKeyAndDefault(Setting setting, String key, String value) {
        assertThat(setting.key()).isEqualTo(key);
        assertThat(setting.of(TransportSettings.defaults())).isEqualTo(value).isEqualTo(setting.byDefault());
    }

    @Test
    void thereAreTwelve() {
        assertThat(Setting.values()).hasSize(12);
    }

    @Test
    void theEnvironmentNameIsDerivedFromTheKey() {
        assertThat(Setting.FAILOVER_TIMEOUT_SEC.environment()).isEqualTo("BITCHAT_TRANSPORT_FAILOVER_TIMEOUT_SEC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BITCHAT_ENABLED      | false",
                "BITCHAT_API_URL      | https://roof.example:8443",
                "BITCHAT_MAX_PEERS    | 1",
                "BITCHAT_HOP_LIMIT    | 1",
                "BETANET_ENABLED      | false",
                "BETANET_API_URL      | https://mix.example",
                "BETANET_PRIVACY_MODE | false",
                "BETANET_MAX_HOPS     | 1",
                "TRANSPORT_PRIORITY   | mesh,ble,htx",
                "ENABLE_FAILOVER      | false",
                "FAILOVER_TIMEOUT_SEC | 3600",
                "MAX_RETRY_ATTEMPTS   | 100",
            })
    void aValueInRangeIsTakenOver(Setting setting, String value) {
        assertThat(setting.of(read(setting, value))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BITCHAT_ENABLED      | yes",
                "BITCHAT_API_URL      | ftp://localhost",
                "BITCHAT_API_URL      | localhost:8000",
                "BITCHAT_API_URL      | http://a b",
                "BITCHAT_MAX_PEERS    | 0",
                "BITCHAT_MAX_PEERS    | 1001",
                "BITCHAT_HOP_LIMIT    | 8",
                "BETANET_API_URL      | http://",
                "BETANET_MAX_HOPS     | 6",
                "TRANSPORT_PRIORITY   | htx,ble",
                "TRANSPORT_PRIORITY   | htx,ble,ble",
                "TRANSPORT_PRIORITY   | htx,ble,lora",
                "TRANSPORT_PRIORITY   | htx,ble,MESH",
                "FAILOVER_TIMEOUT_SEC | 3601",
                "FAILOVER_TIMEOUT_SEC | ten",
                "MAX_RETRY_ATTEMPTS   | 0",
            })
    void aValueOutOfRangeIsRefusedWithItsKeyAndRange(Setting setting, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(setting, value))
                .withMessage(setting.key() + " is '" + value + "', allowed: " + setting.range());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void textsAreStripped(Setting setting) {
        assertThat(read(setting, " " + setting.byDefault() + " ")).isEqualTo(TransportSettings.defaults());
    }

    @Test
    void plainHttpIsWarnedOfUnlessItStaysOnThisHost() {
        assertThat(TransportSettings.defaults().warnings()).isEmpty();
        assertThat(read(Setting.BITCHAT_API_URL, "http://[::1]:8000").warnings())
                .isEmpty();
        assertThat(read(Setting.BETANET_API_URL, "https://mix.example").warnings())
                .isEmpty();
        assertThat(read(Setting.BETANET_API_URL, "http://mix.example").warnings())
                .containsExactly("bitchat.transport.betanet_api_url sends over plain HTTP to mix.example; use https");
    }

    @Test
    void onlyTransportsWithASwitchCanBeSwitchedOff() {
        assertThat(read(Setting.BITCHAT_ENABLED, "false").isEnabled(TransportId.BLE))
                .isFalse();
        assertThat(read(Setting.BITCHAT_ENABLED, "false").isEnabled(TransportId.HTX))
                .isTrue();
        assertThat(read(Setting.BETANET_ENABLED, "false").isEnabled(TransportId.HTX))
                .isFalse();
        assertThat(read(Setting.BETANET_ENABLED, "false").isEnabled(TransportId.MESH))
                .isTrue();
    }

    private static TransportSettings read(Setting setting, String value) {
        return new SettingsReader(Map.of(setting.key(), value)::get).read();
    }
}
