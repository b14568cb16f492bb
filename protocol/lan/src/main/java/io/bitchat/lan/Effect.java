package io.bitchat.lan;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineId;
import io.bitchat.lan.wire.PeerId;
import org.jspecify.annotations.Nullable;

/** Actions that a node asks of its driver, carried out in list order. */
public sealed interface Effect {
    /** Send a datagram to the group on this network. */
    record Multicast(LocalNetwork network, byte[] datagram) implements Effect {}

    /**
     * Open a connection; answer with {@link Input.LinkOpened}, {@link Input.LinkClosed} or {@link Input.WrongKey}.
     *
     * @param peer null for a contact whose name is not known
     * @param secure key that the other side must prove, if the link is to be encrypted; null for a plain link
     */
    record Dial(
            LinkId link,
            @Nullable PeerId peer,
            Endpoint address,
            @Nullable X25519PublicKey secure) implements Effect {}

    /** Send whole lines over a link. A driver whose queue for the link is full closes it. */
    record Send(LinkId link, byte[] bytes) implements Effect {}

    /** Close a connection after what was sent before; no answer is expected. */
    record Close(LinkId link, CloseReason reason) implements Effect {}

    /**
     * Show a line. Lines of one sender to one audience come in the order of their numbers.
     *
     * @param later number of lines in the transcript that belong behind this one; 0 in most cases
     * @param verified whether the sender signed the line with the key that was first seen for it
     */
    record Deliver(Line line, int later, boolean verified) implements Effect {}

    /** A line of this node was accepted. */
    record Accepted(LineId id, Route route) implements Effect {}

    /** What the user asked for is not possible. */
    record Rejected(Rejection reason) implements Effect {}

    /** Tell the user. */
    record Tell(Event event) implements Effect {}

    /** Why an input of the user was rejected. */
    enum Rejection {
        /** The line would be longer than a line may be. */
        TOO_LONG,
        /** The text cannot be written as UTF-8. */
        NOT_TEXT,
        /** No such name of a room, nick or status is possible. */
        BAD_NAME,
        /** Lines were sent to as many single peers as can be counted. */
        TOO_MANY_RECEIVERS,
        /** The user is in as many rooms as possible. */
        TOO_MANY_ROOMS,
        /** The node has not started, or has stopped. */
        NOT_RUNNING
    }
}
