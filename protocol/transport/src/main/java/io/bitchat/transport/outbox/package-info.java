/** Decides what waits, in which order it goes, and when it is given up. Storage is the caller's. */
@NullMarked
package io.bitchat.transport.outbox;

import org.jspecify.annotations.NullMarked;
