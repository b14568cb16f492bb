package io.bitchat.backup.database;

import io.bitchat.backup.BackupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of the schemas that Flyway has made, as the database describes them. */
final class Catalog {
    static final String HISTORY = "flyway_schema_history";

    private static final String SCHEMAS =
            "select schemaname from pg_tables where tablename = 'flyway_schema_history' order by 1";
    /** Generated columns cannot be loaded; they are computed again. */
    private static final String COLUMNS = """
            select n.nspname || '.' || c.relname, quote_ident(a.attname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            where n.nspname = any (?) and c.relkind in ('r', 'p') and not c.relispartition
            order by 1, a.attnum
            """;

    private static final String REFERENCES = """
            select n.nspname || '.' || c.relname, m.nspname || '.' || d.relname
            from pg_constraint f
            join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
            join pg_class d on d.oid = f.confrelid join pg_namespace m on m.oid = d.relnamespace
            where f.contype = 'f' and n.nspname = any (?) and c.oid <> d.oid
            """;

    private static final String SEQUENCES = """
            select n.nspname || '.' || c.relname || '.' || a.attname,
                   (select last_value from pg_sequences s
                    where format('%I.%I', s.schemaname, s.sequencename)
                          = pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname))
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
            where n.nspname = any (?)
            order by 1
            """;

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    List<String> schemas() throws SQLException {
        var schemas = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(SCHEMAS)) {
            while (rows.next()) schemas.add(rows.getString(1));
        }
        if (schemas.isEmpty()) {
            throw new BackupException("the database has no tables of the suite; start the suite once, it makes them");
        }
        return schemas;
    }

    /** Columns of each table, by name with schema; a table comes after those that it references. */
    Map<String, List<String>> tables() throws SQLException {
        var columns = new LinkedHashMap<String, List<String>>();
        query(COLUMNS, row -> columns.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                .add(row.getString(2)));
        var references = new TreeMap<String, Set<String>>();
        query(REFERENCES, row -> references
                .computeIfAbsent(row.getString(1), _ -> new TreeSet<>())
                .add(row.getString(2)));
        var order = new LinkedHashSet<String>();
        columns.keySet().forEach(table -> visit(table, references, order));
        var tables = new LinkedHashMap<String, List<String>>();
        order.forEach(table -> tables.put(table, columns.getOrDefault(table, List.of())));
        return tables;
    }

    /** No table of the suite references one that references it. */
    private static void visit(String table, Map<String, Set<String>> references, Set<String> order) {
        if (order.contains(table)) return;
        references.getOrDefault(table, Set.of()).forEach(other -> visit(other, references, order));
        order.add(table);
    }

    /** Last value of each identity column that was used. */
    Map<String, Long> sequences() throws SQLException {
        var sequences = new TreeMap<String, Long>();
        query(SEQUENCES, row -> {
            long last = row.getLong(2);
            if (!row.wasNull()) sequences.put(row.getString(1), last);
        });
        return sequences;
    }

    /** Versions and checksums of the migrations of each schema, in their order. */
    Map<String, List<String>> migrations() throws SQLException {
        var migrations = new TreeMap<String, List<String>>();
        for (var schema : schemas()) {
            var applied = new ArrayList<String>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select version, checksum from " + schema + "." + HISTORY
                            + " where success and version is not null order by installed_rank")) {
                while (rows.next()) applied.add(rows.getString(1) + ":" + rows.getInt(2));
            }
            migrations.put(schema, applied);
        }
        return migrations;
    }

    private interface EachRow {
        void of(ResultSet row) throws SQLException;
    }

    private void query(String sql, EachRow each) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", schemas().toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) each.of(rows);
            }
        }
    }
}
