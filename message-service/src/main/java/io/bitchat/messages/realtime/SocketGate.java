package io.bitchat.messages.realtime;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.limit.ClientAddress;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.quarkus.logging.Log;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.impl.URIDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses a socket before it opens: 401, 403, 422, 429 as on any route, with the reason in a header. */
@ApplicationScoped
class SocketGate implements HttpUpgradeCheck {
    private static final Pattern PEER_ID = Pattern.compile(Identifier.REGEX);

    private final Access access;

    SocketGate(Access access) {
        this.access = access;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(MessageSocket.ID);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        var http = upgrade.httpRequest();
        var request = SocketRequest.of(http.query(), http.getHeader("Authorization"));
        var peerId = decoded(http.path().substring(http.path().lastIndexOf('/') + 1));
        if (!PEER_ID.matcher(peerId).matches()) {
            return refuse(Problem.invalid("peer_id", "must be 1-128 of letters, digits and ._@:+-, and not . or .."));
        }
        if (request.since() != null && Cursor.parse(request.since()).isEmpty()) {
            return refuse(Problem.invalid("since", "is not a cursor that this server gave"));
        }
        return access.as(peerId, request.token(), ClientAddress.of(http))
                .chain(_ -> CheckResult.permitUpgrade())
                .onFailure()
                .recoverWithUni(SocketGate::refuse);
    }

    /** The path as it was sent; what is no valid escape is no valid id either. */
    private static String decoded(String segment) {
        try {
            return URIDecoder.decodeURIComponent(segment, false);
        } catch (IllegalArgumentException _) {
            return segment;
        }
    }

    private static Uni<CheckResult> refuse(Throwable failure) {
        if (failure instanceof Problem problem) return reject(problem);
        Log.warnf("socket not opened cause=%s", failure);
        return reject(Problem.unavailable("a dependency does not answer; try again"));
    }

    private static Uni<CheckResult> reject(Problem problem) {
        var headers = new HashMap<String, List<String>>();
        headers.put("X-Problem-Code", List.of(problem.code()));
        problem.retryAfter().ifPresent(wait -> headers.put("Retry-After", List.of(Long.toString(wait.toSeconds()))));
        return CheckResult.rejectUpgrade(problem.status(), headers);
    }
}
