package io.bitchat.groups.rights;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Determines the actor of requests whose body does not name it. */
@ApplicationScoped
public class Actors {
    /** Names the actor of a request without a token. */
    public static final String HEADER = "X-Peer-Id";

    private static final Pattern IDENTIFIER = Pattern.compile(Identifier.REGEX);

    private final Access access;

    Actors(Access access) {
        this.access = access;
    }

    /** The token's peer; without a token, the peer in the header, or an anonymous caller. */
    public Uni<Actor> of(RoutingContext http) {
        return access.anyone(http.request()).map(caller -> {
            var actor = caller.subject()
                    .<Actor>map(Actor.Peer::new)
                    .orElseGet(() -> named(http.request().getHeader(HEADER)));
            if (actor instanceof Actor.Peer(var peerId)) access.actsFor(caller, peerId);
            return actor;
        });
    }

    private static Actor named(@Nullable String header) {
        if (header == null) return new Actor.Anybody();
        if (IDENTIFIER.matcher(header).matches()) return new Actor.Peer(header);
        throw Problem.invalid(HEADER, "must be 1-128 of letters, digits and ._@:+-");
    }
}
