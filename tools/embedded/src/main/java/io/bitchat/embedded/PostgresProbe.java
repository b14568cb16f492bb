package io.bitchat.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Queries a server over a real connection. */
public final class PostgresProbe {
    private static final String WRONG_PASSWORD = "28P01";

    private final PostgresConfig config;

    public PostgresProbe(PostgresConfig config) {
        this.config = config;
    }

    /**
     * Returns true if the server answers; creates the database if it is missing.
     *
     * @throws EmbeddedException if the server rejects the password, which no retry can change
     */
    public boolean isReady() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            createDatabase(statement);
            return true;
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new EmbeddedException(
                        "PostgreSQL on port " + config.port() + " does not accept our password; restore the password"
                                + " file of the data folder, or start with another data folder",
                        e);
            }
            return false;
        }
    }

    /** The first value of the result as text; empty if there is no row. */
    public String ask(String query) throws SQLException {
        try (Connection connection = connect(PostgresConfig.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", PostgresConfig.USER);
        properties.setProperty("password", config.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        return DriverManager.getConnection(config.jdbcUrl(database), properties);
    }

    private static void createDatabase(Statement statement) throws SQLException {
        try (ResultSet known =
                statement.executeQuery("select 1 from pg_database where datname = '" + PostgresConfig.DATABASE + "'")) {
            if (known.next()) {
                return;
            }
        }
        statement.execute("create database " + PostgresConfig.DATABASE);
    }
}
