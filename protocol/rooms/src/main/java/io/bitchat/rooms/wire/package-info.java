/** The binary frame that carries a chunk over a socket. */
@NullMarked
package io.bitchat.rooms.wire;

import org.jspecify.annotations.NullMarked;
