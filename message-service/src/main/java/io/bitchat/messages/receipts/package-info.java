/** Delivered, read, expired: what becomes of a message after it was sent. */
@NullMarked
package io.bitchat.messages.receipts;

import org.jspecify.annotations.NullMarked;
