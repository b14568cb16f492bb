/**
 * Mutually authenticated, encrypted TCP links between nodes: {@code Noise_XX_25519_ChaChaPoly_SHA256} on Vert.x.
 *
 * <p>A {@link io.bitchat.link.LinkEndpoint} listens and dials. A {@link io.bitchat.link.LinkListener} is notified of
 * links and their frames. A {@link io.bitchat.link.LinkUpgrade} makes links of connections that exist. The wire format, with all numbers in big-endian order:
 *
 * <pre>
 * handshake   [2: length][Noise message]   three of them: 32, 96 and 64 bytes; prologue "bitchat-link/1"
 * transport   [2: length][Noise message]   16 to 65,535 bytes, of which the last 16 are the tag
 * plaintext   [3: length][frame] …         one stream through all transport messages of a direction
 * </pre>
 *
 * <p>Frames sent in one turn of the event loop share a Noise message. A frame larger than a message continues in the
 * next one. A Noise message without plaintext is a keepalive. See {@code docs/protocols/secure-link.md} for the rest.
 */
@NullMarked
package io.bitchat.link;

import org.jspecify.annotations.NullMarked;
