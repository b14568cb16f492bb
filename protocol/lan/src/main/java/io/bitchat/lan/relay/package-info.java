/** What is said: sent, relayed to those who cannot be reached directly, and asked for again. */
@NullMarked
package io.bitchat.lan.relay;

import org.jspecify.annotations.NullMarked;
