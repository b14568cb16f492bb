/**
 * Keys, signatures and authenticated encryption: pure functions of bytes, without clock, socket or random source of
 * their own.
 *
 * <p>Signatures and key agreement come from Bouncy Castle, hashes and ciphers from the JDK: each where it is faster.
 */
@NullMarked
package io.bitchat.crypto;

import org.jspecify.annotations.NullMarked;
