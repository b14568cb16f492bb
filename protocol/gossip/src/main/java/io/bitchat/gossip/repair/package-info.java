/** How nodes that missed something find out what, at a cost that grows with the difference. */
@NullMarked
package io.bitchat.gossip.repair;

import org.jspecify.annotations.NullMarked;
