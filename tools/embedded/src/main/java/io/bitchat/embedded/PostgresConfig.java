package io.bitchat.embedded;

import java.nio.file.Path;

/**
 * Location and access data of a PostgreSQL server.
 *
 * @param dataFolder the cluster; created on the first start, kept afterwards
 * @param host address to listen on
 * @param port free TCP port
 * @param password password of the superuser {@value #USER}; fixed when the cluster is created
 */
public record PostgresConfig(Path dataFolder, String host, int port, String password) {
    /** The only role, and owner of the database. */
    public static final String USER = "bitchat";

    /** The database of the suite, with one schema per service. */
    public static final String DATABASE = "bitchat";

    public PostgresConfig {
        dataFolder = dataFolder.toAbsolutePath().normalize();
    }

    /** URL for JDBC clients, without credentials. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** URL for Vert.x clients, without credentials. */
    public String reactiveUrl() {
        return "postgresql://" + host + ":" + port + "/" + DATABASE;
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
}
