package io.bitchat.system.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values reach the database as parameters, never as part of a statement. Needs no running suite. */
class SqlScanTest {
    private static final Path MAIN = Path.of("src", "main", "java");

    /** LISTEN takes no parameters; the name is the current schema's, quoted. */
    private static final String[] LISTEN = {
        "OutboxTable.java: \"listen \\\"outbox_\" + schema + \"\\\"\"",
        "ReplicaListener.java: \"listen \\\"\" + ReplicaNotifier.CHANNEL + schema + \"\\\"\""
    };

    @Test
    void noStatementIsPutTogetherFromValues() throws IOException {
        var sources = mainSources();
        var findings = new ArrayList<String>();
        for (var file : sources) {
            unsafe(Files.readString(file)).forEach(found -> findings.add(file.getFileName() + ": " + found));
        }

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(findings).containsExactlyInAnyOrder(LISTEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool.query(\"select * from t where id = \" + id)",
                "pool.query(\"a\" + \"b\" + (id + \"c\"))",
                "pool.\n  preparedQuery( // why\n \"select \" + id)",
                "session.createQuery(\"from T where id = \" + id, String.class)",
                "session.createNativeQuery(\"select %s\".formatted(id))",
                "pool.query(String.format(\"select %s\", id))",
                "pool.query(\"select \".concat(id))",
                "pool.query(new StringBuilder(\"select \").append(id).toString())",
                "pool.query(FIXED + id)",
                "pool.query(id)",
                "pool.query(open)",
                "pool.query(id == null ? FIXED : id)",
                "{ var sql = \"select \" + id; pool.query(sql); }",
                "{ var sql = \"select \"; sql += id; pool.query(sql); }",
                "{ String sql; sql = FIXED; pool.query(sql); }",
                "{ for (var sql : id.split(\";\")) pool.query(sql); }",
                "Stream.of(id).map(FIXED -> pool.query(FIXED))",
                "ask(\"select \" + id)",
                "this.ask(id)",
                "Stream.of(id).forEach(this::ask)"
            })
    void aValueInAStatementIsFound(String planted) {
        assertThat(unsafe(around(planted))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool.query(\"select 1\")",
                "pool.query(\"select a\" + \" from b\")",
                "pool.preparedQuery(FIXED).execute(Tuple.of(\"a\" + id))",
                "pool.preparedQuery(FIXED + \" limit \" + JOINED)",
                "pool.query(id == null ? FIXED : \"select 2\")",
                "session.createQuery(\"from T where id = :id\", String.class).setParameter(\"id\", id + \"x\")",
                "{ var sql = \"select 1\"; pool.query(sql); }",
                "ask(\"select 1\")",
                "request.query()",
                "log.info(\"pool.query(\" + id)"
            })
    void parametersAndJoinedLiteralsPass(String harmless) {
        assertThat(unsafe(around(harmless))).isEmpty();
    }

    private static String around(String statement) {
        return """
                class Sample {
                    private static final String FIXED = "select 1";
                    private static final String JOINED = FIXED + " union " + FIXED;
                    private final String open;

                    void run(String id) {
                        %s;
                    }

                    private void ask(String sql) {
                        pool.query(sql);
                    }
                }
                """.formatted(statement);
    }

    private static List<Path> mainSources() throws IOException {
        try (var files = Files.walk(Suite.root())) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains(MAIN.toString()))
                    .toList();
        }
    }

    private static List<String> unsafe(String source) {
        return SqlSources.unsafeStatements(
                new SimpleJavaFileObject(URI.create("string:///Sample.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                });
    }
}
