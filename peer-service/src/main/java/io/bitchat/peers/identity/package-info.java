/** Proof of who is calling: challenge, signature, token. */
@NullMarked
package io.bitchat.peers.identity;

import org.jspecify.annotations.NullMarked;
