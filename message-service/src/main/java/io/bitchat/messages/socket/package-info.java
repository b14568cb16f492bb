/** WebSockets frame by frame (RFC 6455): what is said on them becomes text, and nothing piles up. */
@NullMarked
package io.bitchat.messages.socket;

import org.jspecify.annotations.NullMarked;
