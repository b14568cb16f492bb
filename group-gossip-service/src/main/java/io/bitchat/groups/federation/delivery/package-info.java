/** Applies what the protocol delivers: messages, operations, and their effects on members and other messages. */
@NullMarked
package io.bitchat.groups.federation.delivery;

import org.jspecify.annotations.NullMarked;
