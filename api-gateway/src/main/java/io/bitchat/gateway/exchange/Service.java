package io.bitchat.gateway.exchange;

/** The services behind the gateway. */
public enum Service {
    PEER("peer-service", "Peer"),
    MESSAGE("message-service", "Message"),
    GROUP("group-gossip-service", "Group"),
    FILE("file-service", "File"),
    TRANSPORT("transport-gateway", "Transport");

    private final String label;
    private final String schemaPrefix;

    Service(String label, String schemaPrefix) {
        this.label = label;
        this.schemaPrefix = schemaPrefix;
    }

    /** The name used in problems, health and metrics. */
    public String label() {
        return label;
    }

    /** Prefix for a component of this service that differs from another service's component of the same name. */
    public String schemaPrefix() {
        return schemaPrefix;
    }
}
