/** Proof of identity: challenge, signature, token. */
@NullMarked
package io.bitchat.peers.identity;

import org.jspecify.annotations.NullMarked;
