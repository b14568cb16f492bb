package io.bitchat.bench.machine;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.SuiteState;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Rate of transactions that durably insert one message row and one outbox row, in one round trip each. */
public final class PostgresFloor {
    public static final String P95_8 = "floor: PostgreSQL, 8 clients, p95";
    static final String RATE_32 = "floor: PostgreSQL, 32 clients";
    private static final int[] CLIENTS = {1, 8, 32};
    private static final String SCHEMA = "bench_floor";
    private static final String CONTENT = "0123456789abcdef".repeat(16);
    private static final List<String> TABLES = List.of(
            "create schema " + SCHEMA,
            """
            create table bench_floor.messages (id uuid primary key, message_id text not null unique,
             from_peer_id text not null, to_peer_id text, group_id text, content text not null,
             encryption_algorithm text not null, nonce text, status text not null, sent_at timestamptz not null,
             delivered_at timestamptz, ttl int not null, hop_count int not null)""",
            "create index on bench_floor.messages (from_peer_id, to_peer_id, sent_at)",
            "create index on bench_floor.messages (to_peer_id)",
            """
            create table bench_floor.outbox (id bigserial primary key, event_id uuid not null, topic text not null,
             key text not null, type text not null, headers text, payload text not null,
             created_at timestamptz not null)""");
    private static final String INSERT = """
            with message as (insert into bench_floor.messages values
             (?, ?, ?, ?, null, ?, 'AES-256-GCM', null, 'sent', now(), null, 3600, 0) returning id)
            insert into bench_floor.outbox (event_id, topic, key, type, headers, payload, created_at)
             select ?, 'bitchat.messages.v1', 'a|b', 'io.bitchat.message.sent.v1', '{}', ?, now() from message""";

    private final SuiteState.Postgres database;
    private final int seconds;

    PostgresFloor(SuiteState.Postgres database, int seconds) {
        this.database = database;
        this.seconds = seconds;
    }

    void run(Report report) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            report.condition(
                    "PostgreSQL",
                    setting(statement, "server_version") + ", fsync=" + setting(statement, "fsync")
                            + ", synchronous_commit=" + setting(statement, "synchronous_commit"));
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
            try {
                for (String table : TABLES) {
                    statement.execute(table);
                }
                for (int clients : CLIENTS) {
                    measure(clients, report);
                }
            } finally {
                statement.execute("drop schema if exists " + SCHEMA + " cascade");
            }
        } catch (SQLException e) {
            throw new Refused("the floor of PostgreSQL cannot be measured: " + e.getMessage());
        }
    }

    private void measure(int clients, Report report) throws SQLException {
        List<Future<Latencies>> runs = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                runs.add(threads.submit(() -> insertUntil(end)));
            }
        }
        var all = new Latencies();
        for (Future<Latencies> run : runs) {
            try {
                all.addAll(run.get());
            } catch (ExecutionException e) {
                throw new SQLException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException(e);
            }
        }
        String name = "floor: PostgreSQL, " + clients + (clients == 1 ? " client" : " clients");
        report.add(List.of(
                Figure.informs(name, "/s", all.count() / (double) seconds),
                Figure.informs(name + ", p95", "ms", all.percentile(95))));
    }

    private Latencies insertUntil(long endNanos) throws SQLException {
        var latencies = new Latencies();
        try (Connection connection = open();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (System.nanoTime() - endNanos < 0) {
                String id = UUID.randomUUID().toString();
                insert.setObject(1, UUID.randomUUID());
                insert.setString(2, id);
                insert.setString(3, "bench-a");
                insert.setString(4, "bench-b");
                insert.setString(5, CONTENT);
                insert.setObject(6, UUID.randomUUID());
                insert.setString(7, "{\"message_id\":\"" + id + "\",\"content\":\"" + CONTENT + "\"}");
                long start = System.nanoTime();
                insert.executeUpdate();
                latencies.since(start);
            }
        }
        return latencies;
    }

    private Connection open() throws SQLException {
        DriverManager.setLoginTimeout(10);
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + name)) {
            return row.next() ? row.getString(1) : "unknown";
        }
    }
}
