package io.bitchat.edge.inbox;

import io.bitchat.transport.Message;
import io.bitchat.transport.TransportId;
import java.time.Instant;

/**
 * A message that has arrived here.
 *
 * @param number ascending in the order of arrival, from 1; never used again
 * @param by transport that brought it
 * @param at time of arrival by this node's clock
 */
public record Arrived(long number, Message message, TransportId by, Instant at) {}
