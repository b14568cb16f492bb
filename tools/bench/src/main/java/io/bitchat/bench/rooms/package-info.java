/** {@code bench rooms}: files from socket to socket. */
@NullMarked
package io.bitchat.bench.rooms;

import org.jspecify.annotations.NullMarked;
