package io.bitchat.groups.membership;

import io.bitchat.contracts.Event;
import io.bitchat.groups.rights.Actor;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;

/**
 * A requested change to one peer's membership in one group.
 *
 * @param actor who requests it
 * @param peerId the peer whose membership changes
 */
record MembershipChange(String groupId, Actor actor, String peerId, TraceContext trace) {
    Outbox.Entry entry(Event fact) {
        return new Outbox.Entry(fact, trace);
    }
}
