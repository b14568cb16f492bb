/**
 * Messages of edge nodes, and the transports that can carry them. The packages below decide: {@code plan} ranks the
 * transports for a message, {@code failover} tries them, {@code outbox} keeps what cannot be sent yet. Pure functions
 * and state machines: no file, socket, clock, thread or logger. docs/transport.md is the specification.
 */
@NullMarked
package io.bitchat.transport;

import org.jspecify.annotations.NullMarked;
