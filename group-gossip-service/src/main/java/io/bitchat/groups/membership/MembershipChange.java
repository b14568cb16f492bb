package io.bitchat.groups.membership;

import io.bitchat.contracts.Event;
import io.bitchat.groups.rights.Actor;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;

/**
 * Something that somebody wants to change about one peer in one group.
 *
 * @param actor who wants it
 * @param peerId whom it is about
 */
record MembershipChange(String groupId, Actor actor, String peerId, TraceContext trace) {
    Outbox.Entry entry(Event fact) {
        return new Outbox.Entry(fact, trace);
    }
}
