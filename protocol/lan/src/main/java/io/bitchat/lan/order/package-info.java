/** Lines in the same order everywhere: streams, Lamport time, the transcript, and what is missing. */
@NullMarked
package io.bitchat.lan.order;

import org.jspecify.annotations.NullMarked;
