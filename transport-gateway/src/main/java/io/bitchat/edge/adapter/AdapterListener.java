package io.bitchat.edge.adapter;

import io.bitchat.transport.TransportId;

/** Hears of a transport, on a thread of the transport, which must not be blocked. */
public interface AdapterListener {
    /** {@link TransportAdapter#receive} has something. */
    void arrived(TransportId transport);

    /** It works now, or does not any more. */
    void availabilityChanged(TransportId transport, boolean available);

    /** A receiver has come into reach. */
    void receiverSeen(TransportId transport, String receiver);
}
