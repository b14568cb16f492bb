/** Limits of memory and bandwidth. */
@NullMarked
package io.bitchat.files.flow;

import org.jspecify.annotations.NullMarked;
