/**
 * Files in chunks: their offsets, the Merkle tree that proves one without the others, and the sealing of a chunk. Pure
 * functions over bytes; no file, socket, clock or logger.
 */
@NullMarked
package io.bitchat.chunks;

import org.jspecify.annotations.NullMarked;
