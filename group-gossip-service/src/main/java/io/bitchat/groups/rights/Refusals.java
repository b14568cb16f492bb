package io.bitchat.groups.rights;

import io.bitchat.kit.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Turns outcomes into answers, and counts refusals by code. */
@ApplicationScoped
public class Refusals {
    private final MeterRegistry metrics;

    Refusals(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Returns the value, or throws a {@link Problem}. */
    public <T> T require(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw problem(refusal);
        };
    }

    /** Counts a refusal and returns its answer. */
    public Problem problem(Refusal refusal) {
        var problem = describe(refusal);
        metrics.counter("bitchat.groups.refused", "code", problem.code()).increment();
        return problem;
    }

    private static Problem describe(Refusal refusal) {
        return switch (refusal) {
            case Refusal.UnknownGroup(var group) -> Problem.notFound("group", group);
            case Refusal.UnknownPeer(var peer) -> Problem.notFound("peer", peer);
            case Refusal.PeerRetired(var peer) ->
                Problem.of(410, "peer_retired", "peer '" + peer + "' has left; it must register again first");
            case Refusal.UnknownSite(var site) -> Problem.notFound("site", site);
            case Refusal.NotAMember(var peer, var group) ->
                Problem.of(403, "not_a_member", "'" + peer + "' is not a member of group '" + group + "'");
            case Refusal.RoleForbids(var role) -> Problem.forbidden("the role " + role.wire() + " does not allow this");
            case Refusal.Inactive(var group) -> Problem.of(410, "group_inactive", "group '" + group + "' was closed");
            case Refusal.NobodyThere(var peer, var group) ->
                Problem.of(404, "not_found", "Member " + peer + " not found in group " + group);
            case Refusal.AlreadyThere(var peer, var role) ->
                Problem.conflict("already_member", "'" + peer + "' is already in the group as " + role.wire());
            case Refusal.LastAdmin(var peer) ->
                Problem.conflict("last_admin", "'" + peer + "' is the only admin; make another member an admin first");
            case Refusal.NoAdmin(var group) ->
                Problem.conflict("no_admin", "group '" + group + "' is empty; its first member must be an admin");
            case Refusal.Full(var max) ->
                Problem.conflict("group_full", "a group has at most " + max + " members beside its creator");
            case Refusal.MessageIdTaken(var id) ->
                Problem.conflict(
                        "message_id_taken", "'" + id + "' already names another message; choose a new id or key");
            case Refusal.KeyTaken(var key) ->
                Problem.conflict("idempotency_key_taken", "'" + key + "' was used to make another group");
        };
    }
}
