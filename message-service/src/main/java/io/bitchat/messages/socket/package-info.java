/** WebSockets (RFC 6455): their requests and frames; assembles messages and applies back-pressure. */
@NullMarked
package io.bitchat.messages.socket;

import org.jspecify.annotations.NullMarked;
