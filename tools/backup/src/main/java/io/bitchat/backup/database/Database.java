package io.bitchat.backup.database;

import io.bitchat.backup.BackupException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Access to a database.
 *
 * @param url JDBC URL, without user and password
 */
public record Database(String url, String user, String password) {
    private static final String JDBC = "jdbc:";

    /** @param url {@code postgresql://[user@]host:port/database}, also with {@code jdbc:} before it */
    public static Database of(String url, String user, String password) {
        var uri = URI.create(url.startsWith(JDBC) ? url.substring(JDBC.length()) : url);
        if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new BackupException("the database must be postgresql://host:port/name, not " + url);
        }
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        var query = uri.getQuery() == null ? "" : "?" + uri.getQuery();
        var name = uri.getUserInfo() == null ? user : uri.getUserInfo();
        return new Database(JDBC + "postgresql://" + uri.getHost() + port + uri.getPath() + query, name, password);
    }

    Connection connect() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "bitchat-backup");
        properties.setProperty("connectTimeout", "10");
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            throw new BackupException(
                    "the database " + url + " refuses the user " + user + ", or is not there: " + e.getMessage(), e);
        }
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
