/** WebSockets: who is connected, and how far each device has got in its stream. */
@NullMarked
package io.bitchat.messages.realtime;

import org.jspecify.annotations.NullMarked;
