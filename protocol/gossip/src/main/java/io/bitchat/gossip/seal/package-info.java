/** Sealing: messages are signed by their writer and encrypted for the group. */
@NullMarked
package io.bitchat.gossip.seal;

import org.jspecify.annotations.NullMarked;
