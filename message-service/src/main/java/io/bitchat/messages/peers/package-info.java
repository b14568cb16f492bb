/** Peers as this service knows them from events. */
@NullMarked
package io.bitchat.messages.peers;

import org.jspecify.annotations.NullMarked;
