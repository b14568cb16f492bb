package io.bitchat.kit.commit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads entities, each time in a session of its own: many reads of one socket may share a context at the same time. */
@ApplicationScoped
public class Reads {
    private final Mutiny.SessionFactory sessions;

    Reads(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** What {@code work} reads; the session's connection goes back to the pool whoever still waits. */
    public <T> Uni<T> in(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return Shielded.run(() -> sessions.openStatelessSession()
                .flatMap(session -> work.apply(session).eventually(session::close)));
    }
}
