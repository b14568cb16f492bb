package io.bitchat.embedded;

import java.nio.file.Path;

/**
 * Where one PostgreSQL server lives.
 *
 * @param dataFolder the cluster; made on the first start, kept afterwards
 * @param host the address to listen on
 * @param port a free TCP port
 * @param password of the superuser {@value #USER}; fixed when the cluster is made
 */
public record PostgresConfig(Path dataFolder, String host, int port, String password) {
    /** The only role; owner of the database. */
    public static final String USER = "bitchat";

    /** The database of the suite: one schema per service. */
    public static final String DATABASE = "bitchat";

    public PostgresConfig {
        dataFolder = dataFolder.toAbsolutePath().normalize();
    }

    /** For JDBC clients, without credentials. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** For Vert.x clients, without credentials. */
    public String reactiveUrl() {
        return "postgresql://" + host + ":" + port + "/" + DATABASE;
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
}
