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

class FailureClassifierTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08006", "28P01", "3D000", "40001", "40P01", "53100", "53300", "53400", "57014", "57P01",
                "57P03", "58030"
            })
    void whatTheDatabaseMendsByItselfIsAnOutage(String sqlState) {
        assertThat(FailureClassifier.isOutage(database(sqlState))).isTrue();
    }

    /** The message is that of an outage, but only the SQLSTATE counts. */
    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "22P02", "23503", "23505", "42601", "42P01", "55P03", "XX000"})
    void aStatementThatWillNeverPassIsNone(String sqlState) {
        assertThat(FailureClassifier.isOutage(database(sqlState))).isFalse();
    }

    @Test
    void anErrorWithoutAStateIsNone() {
        assertThat(FailureClassifier.isOutage(database(null))).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void whatIsAwayOrTooBusyIsAnOutage(Throwable failure) {
        assertThat(FailureClassifier.isOutage(failure)).isTrue();
    }

    static Stream<Throwable> whatIsAwayOrTooBusyIsAnOutage() {
        return Stream.of(
                ClosedConnectionException.INSTANCE,
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                new RejectedExecutionException(),
                new IOException("reset by peer"),
                // the message does not count: Vert.x clients use these types for a connection that they cannot get
                new VertxException("Connection is not active now"),
                new VertxException("whatever the next version says"),
                new VertxException((String) null),
                Future.failedFuture("Timeout").cause(),
                Future.failedFuture("whatever the next version says").cause());
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsNone(Throwable failure) {
        assertThat(FailureClassifier.isOutage(failure)).isFalse();
    }

    static Stream<Throwable> whatIsWrongIsNone() {
        return Stream.of(
                new IllegalStateException("connection timeout, the pool is closed"), new NullPointerException());
    }

    /** A dead letter is for content that the database rejects on every retry. */
    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "22P02", "23503", "23505", "54000"})
    void contentIsBlamedForWhatItSays(String sqlState) {
        assertThat(FailureClassifier.blamesContent(new CompletionException(database(sqlState))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "28P01", "3D000", "40P01", "42501", "42P01", "42703", "53100", "57014", "XX000"})
    void contentIsNotBlamedForWhatAnOperatorMends(String sqlState) {
        assertThat(FailureClassifier.blamesContent(new CompletionException(database(sqlState))))
                .isFalse();
    }

    @Test
    void contentIsBlamedForWhatAProgramCannotApply() {
        assertThat(FailureClassifier.blamesContent(new IllegalArgumentException("no such role")))
                .isTrue();
        assertThat(FailureClassifier.blamesContent(new TimeoutException())).isFalse();
    }

    @Test
    void nothingIsNone() {
        assertThat(FailureClassifier.isOutage(null)).isFalse();
    }

    @Test
    void theCauseOfACauseCounts() {
        var outage = new CompletionException(new IllegalStateException(database("57P01")));
        var mistake = new CompletionException(new IllegalStateException(database("23505")));

        assertThat(FailureClassifier.isOutage(outage)).isTrue();
        assertThat(FailureClassifier.isOutage(mistake)).isFalse();
    }

    @Test
    void causesThatFormACircleComeToAnEnd() {
        var first = new IllegalStateException();
        first.initCause(new IllegalArgumentException(first));

        assertThat(FailureClassifier.isOutage(first)).isFalse();
    }

    private static PgException database(String sqlState) {
        return new PgException("connection pool timeout", "ERROR", sqlState, null);
    }
}
