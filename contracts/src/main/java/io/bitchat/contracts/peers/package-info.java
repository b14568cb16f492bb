/** Facts about peers; see {@link io.bitchat.contracts}. */
@NullMarked
package io.bitchat.contracts.peers;

import org.jspecify.annotations.NullMarked;
