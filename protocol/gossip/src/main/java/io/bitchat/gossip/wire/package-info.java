/** The wire format: docs/protocols/gossip.md, section 3. */
@NullMarked
package io.bitchat.gossip.wire;

import org.jspecify.annotations.NullMarked;
