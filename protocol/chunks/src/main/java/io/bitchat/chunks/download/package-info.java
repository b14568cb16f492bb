/**
 * What to ask which source for, when a file comes from several of them. A state machine: inputs in, effects out; time is
 * an argument, and what does the work is the module {@code chunk-transfer}.
 */
@NullMarked
package io.bitchat.chunks.download;

import org.jspecify.annotations.NullMarked;
