package io.bitchat.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"08000", "08006", "40001", "40P01", "53100", "53300", "53400", "57014", "57P01", "57P03", "58030"
            })
    void whatTheDatabaseMendsByItselfIsAnOutage(String sqlState) {
        assertThat(Outages.isOutage(database(sqlState))).isTrue();
    }

    /** The text is the one of an outage: only the state counts. */
    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "22P02", "23503", "23505", "28P01", "42601", "42P01", "55P03", "XX000"})
    void aStatementThatWillNeverPassIsNone(String sqlState) {
        assertThat(Outages.isOutage(database(sqlState))).isFalse();
    }

    @Test
    void anErrorWithoutAStateIsNone() {
        assertThat(Outages.isOutage(database(null))).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void whatIsAwayOrTooBusyIsAnOutage(Throwable failure) {
        assertThat(Outages.isOutage(failure)).isTrue();
    }

    static Stream<Throwable> whatIsAwayOrTooBusyIsAnOutage() {
        return Stream.of(
                ClosedConnectionException.INSTANCE,
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                new RejectedExecutionException(),
                new IOException("reset by peer"),
                new VertxException("Connection is not active now"),
                Future.failedFuture("Timeout").cause(),
                Future.failedFuture("pool is closed").cause());
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsNone(Throwable failure) {
        assertThat(Outages.isOutage(failure)).isFalse();
    }

    static Stream<Throwable> whatIsWrongIsNone() {
        return Stream.of(
                new IllegalStateException("connection"),
                new NullPointerException(),
                Future.failedFuture("no such thing").cause(),
                new VertxException("no such codec"),
                new VertxException((String) null));
    }

    @Test
    void nothingIsNone() {
        assertThat(Outages.isOutage(null)).isFalse();
    }

    @Test
    void theCauseOfACauseCounts() {
        var outage = new CompletionException(new IllegalStateException(database("57P01")));
        var mistake = new CompletionException(new IllegalStateException(database("23505")));

        assertThat(Outages.isOutage(outage)).isTrue();
        assertThat(Outages.isOutage(mistake)).isFalse();
    }

    @Test
    void causesThatFormACircleComeToAnEnd() {
        var first = new IllegalStateException();
        first.initCause(new IllegalArgumentException(first));

        assertThat(Outages.isOutage(first)).isFalse();
    }

    private static PgException database(String sqlState) {
        return new PgException("connection pool timeout", "ERROR", sqlState, null);
    }
}
