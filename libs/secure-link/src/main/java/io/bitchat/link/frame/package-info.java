/** Frames and encrypted messages on a link, in both directions. */
@NullMarked
package io.bitchat.link.frame;

import org.jspecify.annotations.NullMarked;
