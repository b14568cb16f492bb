/** Connections until they are links: connecting, and the Noise handshake. */
@NullMarked
package io.bitchat.link.handshake;

import org.jspecify.annotations.NullMarked;
