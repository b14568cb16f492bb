/** Links to peers: who dials, which one of two links stays, and when a link is dead. */
@NullMarked
package io.bitchat.lan.link;

import org.jspecify.annotations.NullMarked;
