/**
 * Mutually authenticated, encrypted TCP links between nodes: {@code Noise_XX_25519_ChaChaPoly_SHA256} on Vert.x.
 *
 * <p>A {@link io.bitchat.link.LinkEndpoint} listens and dials; a {@link io.bitchat.link.LinkListener} hears of links and
 * their frames. The wire, byte by byte, all numbers big-endian:
 *
 * <pre>
 * handshake   [2: length][Noise message]   three of them: 32, 96 and 64 bytes; prologue "bitchat-link/1"
 * transport   [2: length][Noise message]   16 to 65,535 bytes, of which the last 16 are the tag
 * plaintext   [3: length][frame] …         one stream through all transport messages of a direction
 * </pre>
 *
 * <p>Frames that are sent in one turn of the event loop share a Noise message; a frame larger than a message goes on in
 * the next. A Noise message without plaintext is a sign of life. {@code docs/protocols/secure-link.md} says the rest.
 */
@NullMarked
package io.bitchat.link;

import org.jspecify.annotations.NullMarked;
