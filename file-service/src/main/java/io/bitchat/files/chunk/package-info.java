/** Chunks: uploads, states and inclusion proofs. */
@NullMarked
package io.bitchat.files.chunk;

import org.jspecify.annotations.NullMarked;
