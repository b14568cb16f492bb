/**
 * Scheduling of a download from several sources: a state machine that maps inputs to effects, with time as an argument.
 * The module {@code chunk-transfer} carries out the effects.
 */
@NullMarked
package io.bitchat.chunks.download;

import org.jspecify.annotations.NullMarked;
