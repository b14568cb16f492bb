package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Capabilities;
import io.bitchat.transport.TransportState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A transport.
 *
 * @param type {@code BLE_MESH}, {@code HTX_PRIVACY}, {@code TCP_DIRECT} or {@code MESH_RELAY}
 * @param reason why it is not available
 * @param remedy what to do then
 */
@Schema(name = "Transport")
@JsonInclude(JsonInclude.Include.NON_NULL)
record TransportAnswer(
        String id,
        String type,
        boolean available,
        @Nullable String reason,
        @Nullable String remedy,
        Can capabilities) {
    /** What it can do; docs/transport.md explains each. */
    @Schema(name = "TransportCapabilities")
    record Can(
            boolean supportsUnicast,
            boolean supportsBroadcast,
            boolean supportsMulticast,
            int maxMessageSize,
            boolean isOfflineCapable,
            boolean requiresInternet,
            boolean supportsMultiHop,
            int maxHops,
            boolean providesEncryption,
            boolean supportsForwardSecrecy,
            int anonymityLevel,
            String batteryImpact,
            int typicalLatencyMs,
            double bandwidthMbps,
            boolean worksOnCellular,
            boolean worksOnWifi,
            String dataCostImpact,
            double connectionQuality,
            boolean supportsStoreAndForward) {
        private static Can of(Capabilities one) {
            return new Can(
                    one.supportsUnicast(),
                    one.supportsBroadcast(),
                    one.supportsMulticast(),
                    one.maxMessageSize(),
                    one.isOfflineCapable(),
                    one.requiresInternet(),
                    one.supportsMultiHop(),
                    one.maxHops(),
                    one.providesEncryption(),
                    one.supportsForwardSecrecy(),
                    one.anonymityLevel(),
                    one.batteryImpact().wire(),
                    one.typicalLatencyMs(),
                    one.bandwidthMbps(),
                    one.worksOnCellular(),
                    one.worksOnWifi(),
                    one.dataCostImpact().wire(),
                    one.connectionQuality(),
                    one.supportsStoreAndForward());
        }
    }

    static TransportAnswer of(TransportState state) {
        var missing = state.availability() instanceof Availability.Unavailable one ? one : null;
        return new TransportAnswer(
                state.id().name(),
                state.type().name(),
                state.isAvailable(),
                missing == null ? null : missing.reason(),
                missing == null ? null : missing.remedy(),
                Can.of(state.capabilities()));
    }
}
