/**
 * A file in chunks: where each begins, the tree of hashes that proves one without the others, and how one is sealed.
 * Pure functions over bytes; no file, socket, clock or logger.
 */
@NullMarked
package io.bitchat.chunks;

import org.jspecify.annotations.NullMarked;
