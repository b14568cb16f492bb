/** WebSocket frames (RFC 6455): assembles text messages and applies back-pressure. */
@NullMarked
package io.bitchat.messages.socket;

import org.jspecify.annotations.NullMarked;
