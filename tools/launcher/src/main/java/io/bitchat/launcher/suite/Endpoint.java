package io.bitchat.launcher.suite;

import java.util.Locale;

/** The processes of the suite that listen, with their default ports and the flags and variables that change them. */
public enum Endpoint {
    POSTGRES("postgres", 15432, "--postgres-port", "BITCHAT_POSTGRES_PORT"),
    KAFKA("kafka", 9092, "--kafka-port", "BITCHAT_KAFKA_PORT"),
    /** Only with {@code --store s3}. */
    OBJECT_STORE("object-store", 9000, "--store-port", "BITCHAT_STORE_PORT"),
    PEER_SERVICE("peer-service", 8081, "--peer-port", "BITCHAT_PEER_PORT"),
    MESSAGE_SERVICE("message-service", 8082, "--message-port", "BITCHAT_MESSAGE_PORT"),
    GROUP_SERVICE("group-gossip-service", 8083, "--group-port", "BITCHAT_GROUP_PORT"),
    FILE_SERVICE("file-service", 8084, "--file-port", "BITCHAT_FILE_PORT"),
    TRANSPORT_GATEWAY("transport-gateway", 8085, "--transport-port", "BITCHAT_TRANSPORT_PORT"),
    GATEWAY("gateway", 8000, "--port", "BITCHAT_PORT");

    private final String label;
    private final int defaultPort;
    private final String flag;
    private final String variable;

    Endpoint(String label, int defaultPort, String flag, String variable) {
        this.label = label;
        this.defaultPort = defaultPort;
        this.flag = flag;
        this.variable = variable;
    }

    public String label() {
        return label;
    }

    public int defaultPort() {
        return defaultPort;
    }

    public String flag() {
        return flag;
    }

    public String variable() {
        return variable;
    }

    /** Name of the variable with additional JVM options for this process. */
    public String javaOptionsVariable() {
        return "BITCHAT_JAVA_OPTS_" + name().toUpperCase(Locale.ROOT);
    }
}
