/** Anti-entropy: nodes find out what they missed, at a cost that grows with the difference. */
@NullMarked
package io.bitchat.gossip.repair;

import org.jspecify.annotations.NullMarked;
