package io.bitchat.kit.commit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads entities, each time in a new session, because concurrent reads of one socket may share a context. */
@ApplicationScoped
public class Reads {
    private final Mutiny.SessionFactory sessions;

    Reads(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** Runs {@code work} in a session. The session's connection returns to the pool even if the caller cancels. */
    public <T> Uni<T> in(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return Shielded.run(() -> sessions.openStatelessSession()
                .flatMap(session -> work.apply(session).eventually(session::close)));
    }
}
