package io.bitchat.kit.commit;

import io.quarkus.arc.All;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Runs work in a transaction and notifies listeners of the commit, such as the outbox relay. Work that has begun is
 * committed or rolled back even if the caller cancels.
 */
@ApplicationScoped
public class Transactions {
    private final Pool pool;
    private final Mutiny.SessionFactory sessions;
    private final List<CommitListener> listeners;

    Transactions(Pool pool, Mutiny.SessionFactory sessions, @All List<CommitListener> listeners) {
        this.pool = pool;
        this.sessions = sessions;
        this.listeners = listeners;
    }

    /**
     * The writes that follow a decision.
     *
     * @param result result for the caller after the commit
     * @param statements statements in the order of execution; none may depend on the result of another
     */
    public record Writes<R>(R result, List<Uni<Void>> statements) {}

    /** Runs work in a transaction on a connection. */
    public <R> Uni<R> run(Function<SqlConnection, Uni<R>> work) {
        return Shielded.run(() -> pool.withTransaction(work).invoke(this::tell));
    }

    /** Runs work in a transaction of a Hibernate session. */
    public <R> Uni<R> inSession(Function<Mutiny.Session, Uni<R>> work) {
        return Shielded.run(() -> sessions.withTransaction(work).invoke(this::tell));
    }

    /**
     * Runs a transaction in two round trips to the database: BEGIN is pipelined with the first statement of
     * {@code decide}, and COMMIT with the writes. The server executes in order. If a write fails, it rejects the
     * statements after it and answers the commit with a rollback.
     */
    public <R> Uni<R> decideThenWrite(Function<SqlConnection, Uni<Writes<R>>> decide) {
        return Shielded.run(() -> pool.getConnection().flatMap(connection -> begun(connection, decide)
                .flatMap(writes -> committed(connection, writes))
                .onFailure()
                .call(() -> execute(connection, "rollback").onFailure().recoverWithNull())
                .eventually(connection::close)
                .invoke(this::tell)));
    }

    private void tell() {
        listeners.forEach(CommitListener::committed);
    }

    private static <R> Uni<Writes<R>> begun(SqlConnection connection, Function<SqlConnection, Uni<Writes<R>>> decide) {
        return Uni.combine()
                .all()
                .unis(execute(connection, "begin"), Uni.createFrom().deferred(() -> decide.apply(connection)))
                .with((_, writes) -> writes);
    }

    private static <R> Uni<R> committed(SqlConnection connection, Writes<R> writes) {
        var all = new ArrayList<>(writes.statements());
        all.add(execute(connection, "commit"));
        return all(all).replaceWith(writes.result());
    }

    /**
     * Sends statements one after the other and awaits all of them, so that nothing is in flight on a connection that returns
     * to the pool. Fails with the first failure.
     *
     * @param statements at least one
     */
    public static Uni<Void> all(List<Uni<Void>> statements) {
        return Uni.join()
                .all(statements)
                .andCollectFailures()
                .onFailure(CompositeException.class)
                .transform(
                        failures -> ((CompositeException) failures).getCauses().getFirst())
                .replaceWithVoid();
    }

    private static Uni<Void> execute(SqlConnection connection, String statement) {
        return connection.query(statement).execute().replaceWithVoid();
    }
}
