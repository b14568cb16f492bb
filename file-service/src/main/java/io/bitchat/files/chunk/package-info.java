/** Chunks: taking them in, their states, their proofs. */
@NullMarked
package io.bitchat.files.chunk;

import org.jspecify.annotations.NullMarked;
