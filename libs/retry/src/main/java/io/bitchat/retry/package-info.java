/** Pauses between attempts. */
@NullMarked
package io.bitchat.retry;

import org.jspecify.annotations.NullMarked;
