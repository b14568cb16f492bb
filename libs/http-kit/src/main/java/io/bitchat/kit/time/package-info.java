/** Sources of time and of ids. */
@NullMarked
package io.bitchat.kit.time;

import org.jspecify.annotations.NullMarked;
