/** What this service knows of peers, from events. */
@NullMarked
package io.bitchat.messages.peers;

import org.jspecify.annotations.NullMarked;
