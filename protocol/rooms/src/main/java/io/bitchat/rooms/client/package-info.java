/**
 * The ends of a transfer on the side of clients: which chunk a sender sends next, and what a receiver answers to the
 * chunks that come. No clock, thread, socket or disk; docs/protocols/rooms.md, section 4.
 */
@NullMarked
package io.bitchat.rooms.client;

import org.jspecify.annotations.NullMarked;
