/** Commands for people at a terminal: {@code ./bitchat send}, {@code ./bitchat get}. */
@NullMarked
package io.bitchat.terminal;

import org.jspecify.annotations.NullMarked;
