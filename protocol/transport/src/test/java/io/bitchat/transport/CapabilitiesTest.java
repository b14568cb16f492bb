package io.bitchat.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
    @Test
    void bluetoothHasTheDeclaredValues() {
        var ble = Capabilities.ofBle();

        assertThat(ble.supportsUnicast()).isTrue();
        assertThat(ble.supportsBroadcast()).isTrue();
        assertThat(ble.supportsMulticast()).isTrue();
        assertThat(ble.maxMessageSize()).isEqualTo(65_536);
        assertThat(ble.isOfflineCapable()).isTrue();
        assertThat(ble.requiresInternet()).isFalse();
        assertThat(ble.supportsMultiHop()).isTrue();
        assertThat(ble.maxHops()).isEqualTo(7);
        assertThat(ble.providesEncryption()).isTrue();
        assertThat(ble.supportsForwardSecrecy()).isFalse();
        assertThat(ble.anonymityLevel()).isOne();
        assertThat(ble.batteryImpact()).isEqualTo(Impact.MEDIUM);
    }

    @Test
    void theMixNetworkHasTheDeclaredValues() {
        var htx = Capabilities.ofHtx();

        assertThat(htx.supportsUnicast()).isTrue();
        assertThat(htx.supportsBroadcast()).isFalse();
        assertThat(htx.supportsMulticast()).isFalse();
        assertThat(htx.maxMessageSize()).isEqualTo(1_048_576);
        assertThat(htx.isOfflineCapable()).isFalse();
        assertThat(htx.requiresInternet()).isTrue();
        assertThat(htx.providesEncryption()).isTrue();
        assertThat(htx.supportsForwardSecrecy()).isTrue();
        assertThat(htx.anonymityLevel()).isEqualTo(3);
        assertThat(htx.batteryImpact()).isEqualTo(Impact.LOW);
        assertThat(htx.typicalLatencyMs()).isEqualTo(500);
    }

    @Test
    void theMeshWorksOfflineAndPromisesNoEncryption() {
        var mesh = Capabilities.ofMesh();

        assertThat(mesh.supportsUnicast() && mesh.supportsBroadcast()).isTrue();
        assertThat(mesh.isOfflineCapable()).isTrue();
        assertThat(mesh.providesEncryption()).isFalse();
        assertThat(mesh.anonymityLevel()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void anAnonymityLevelOutOfRangeIsRefused(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Capabilities.ofHtx().withAnonymityLevel(level));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aQualityOutOfRangeIsRefused(double quality) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Capabilities.ofHtx().withConnectionQuality(quality));
    }

    @Test
    void aTransportMustCarrySomething() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Capabilities.ofHtx().withMaxMessageSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "false, 3, NONE",
        "true, 0, ENCRYPTED",
        "true, 1, ENCRYPTED",
        "true, 2, PARTLY_ANONYMOUS",
        "true, 3, ANONYMOUS"
    })
    void anonymityIsWorthNothingWithoutEncryption(boolean encrypted, int level, PrivacyAchieved achieved) {
        assertThat(PrivacyAchieved.of(encrypted, level)).isEqualTo(achieved);
    }

    @Test
    void aMeshWithALinkIsDirect() {
        assertThat(Sample.mesh().wayType()).isEqualTo(TransportType.MESH_RELAY);
        assertThat(Sample.mesh().withReach(Sample.link(1, false)).wayType()).isEqualTo(TransportType.TCP_DIRECT);
        assertThat(Sample.ble().withReach(Sample.link(1, false)).wayType()).isEqualTo(TransportType.BLE_MESH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BLE", "9p", "a b", "a23456789012345678901234567890123"})
    void aTransportHasAShortLowerCaseName(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TransportId(name));
    }
}
