/** Sockets: who is connected and how far each device has got. */
@NullMarked
package io.bitchat.messages.realtime;

import org.jspecify.annotations.NullMarked;
