package io.bitchat.backup;

import io.bitchat.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/**
 * An installation as a backup sees it: a database with tables of the kinds that the services have, keys, and a folder of
 * chunks. The tables are fewer, so that a test can say what is in them.
 */
final class SmallSuite implements AutoCloseable {
    private static final String TABLES = """
            create schema peers; create schema messages; create schema groups; create schema files;
            create table peers.flyway_schema_history
                (installed_rank int primary key, version text, checksum int, success boolean not null);
            insert into peers.flyway_schema_history values (1, '1', 77, true);
            create table files.flyway_schema_history
                (installed_rank int primary key, version text, checksum int, success boolean not null);
            create table groups.flyway_schema_history
                (installed_rank int primary key, version text, checksum int, success boolean not null);
            create table peers.peers (
                peer_id text primary key, marks bigint not null,
                score double precision generated always as (marks / 2.0) stored);
            -- before its referenced table by name
            create table peers.badges (
                id bigint generated always as identity primary key,
                peer_id text not null references peers.peers (peer_id), payload bytea not null);
            create table peers.presence_leases (peer_id text primary key);
            create table groups.outbox (
                id bigint generated always as identity primary key, topic text not null, key text not null,
                headers text not null, payload bytea not null);
            create table files.file_transfers (
                file_id text primary key, status text not null, deleted_at timestamptz);
            create table files.file_chunks (
                file_id text not null references files.file_transfers (file_id) on delete cascade,
                chunk_index int not null, uploaded boolean not null);
            create table files.tus_tails (
                file_id text not null references files.file_transfers (file_id) on delete cascade,
                number int not null, stored boolean not null);
            """;

    private final Path folder;
    private final String url;
    private final String user;
    private final String password;
    private final Connection connection;

    SmallSuite(Path folder) throws IOException, SQLException {
        this.folder = folder;
        var server = PostgresServer.current();
        server.start();
        user = server.config().get("BITCHAT_POSTGRES_USER");
        password = server.config().get("BITCHAT_POSTGRES_PASSWORD");
        var any = server.config().get("BITCHAT_POSTGRES_JDBC_URL");
        var name = "backup_" + UUID.randomUUID().toString().replace("-", "");
        try (var admin = DriverManager.getConnection(any, user, password)) {
            admin.createStatement().execute("create database " + name);
        }
        url = any.substring(0, any.lastIndexOf('/') + 1) + name;
        connection = DriverManager.getConnection(url, user, password);
        run(TABLES);
        key("content.key", "content of " + name);
        key("files.key", "files of " + name);
        key("site.key", "site of " + name);
        key("postgres.password", password);
    }

    void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row, as text. */
    String ask(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void key(String name, String secret) throws IOException {
        Files.writeString(Files.createDirectories(keys()).resolve(name), secret);
    }

    Path keys() {
        return folder.resolve("keys");
    }

    Path chunk(String key) {
        return folder.resolve("chunks").resolve(key);
    }

    void store(String key, String content) throws IOException {
        Files.createDirectories(chunk(key).getParent());
        Files.writeString(chunk(key), content);
    }

    /** Options that name this installation. */
    String[] options(String command, Path backup, String... more) {
        var options = new String[] {
            command,
            backup.toString(),
            "--data",
            folder.toString(),
            "--postgres",
            url.replace("jdbc:postgresql://", "postgresql://" + user + "@"),
            "--postgres-password-file",
            keys().resolve("postgres.password").toString(),
            "--keys",
            keys().toString(),
            "--chunks",
            folder.resolve("chunks").toString()
        };
        var all = java.util.Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
