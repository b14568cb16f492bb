/**
 * The Noise Protocol Framework, revision 34, for the suite {@code 25519_ChaChaPoly_SHA256}.
 *
 * <p>{@link io.bitchat.crypto.noise.NoiseSetup} holds the keys of a party and creates its handshake;
 * {@link io.bitchat.crypto.noise.NoiseHandshake} writes and reads the messages of a pattern in turn and ends in a
 * {@link io.bitchat.crypto.noise.NoiseSession}. All of them are state machines without I/O and not thread-safe.
 */
@NullMarked
package io.bitchat.crypto.noise;

import org.jspecify.annotations.NullMarked;
