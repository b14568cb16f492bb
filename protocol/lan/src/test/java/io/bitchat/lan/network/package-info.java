/** A simulated local network for tests. */
@NullMarked
package io.bitchat.lan.network;

import org.jspecify.annotations.NullMarked;
