/**
 * Transfers of files between the participants of a room: what is offered, its chunks, limits and codes. {@code transfer}
 * is the state machine, {@code wire} the binary frame of a chunk. No clock, thread, socket, disk or random source;
 * docs/protocols/rooms.md is the specification.
 */
@NullMarked
package io.bitchat.rooms;

import org.jspecify.annotations.NullMarked;
