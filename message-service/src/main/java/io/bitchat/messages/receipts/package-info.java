/** Receipts and expiry: the status of a message after it was sent. */
@NullMarked
package io.bitchat.messages.receipts;

import org.jspecify.annotations.NullMarked;
