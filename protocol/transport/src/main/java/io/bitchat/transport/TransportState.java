package io.bitchat.transport;

/**
 * A transport as the planner sees it, for one message.
 *
 * @param type of its usual way; a mesh with a direct link counts as {@link TransportType#TCP_DIRECT}
 * @param capabilities as declared and measured now
 * @param reach its way to the receiver of the message
 */
public record TransportState(
        TransportId id, TransportType type, Capabilities capabilities, Availability availability, Reach reach) {
    public boolean isAvailable() {
        return availability instanceof Availability.Available;
    }

    public boolean hasDirectLink() {
        return reach instanceof Reach.Direct;
    }

    /** The type of the way that a message to the receiver would take. */
    public TransportType wayType() {
        return type == TransportType.MESH_RELAY && hasDirectLink() ? TransportType.TCP_DIRECT : type;
    }

    /** What a message to the receiver would have of privacy. */
    public PrivacyAchieved privacy() {
        boolean encrypted = reach instanceof Reach.Direct(var _, boolean link)
                ? link || capabilities.providesEncryption()
                : capabilities.providesEncryption();
        return PrivacyAchieved.of(encrypted, capabilities.anonymityLevel());
    }

    public TransportState withAvailability(Availability value) {
        return new TransportState(id, type, capabilities, value, reach);
    }

    public TransportState withCapabilities(Capabilities value) {
        return new TransportState(id, type, value, availability, reach);
    }

    public TransportState withReach(Reach value) {
        return new TransportState(id, type, capabilities, availability, value);
    }
}
