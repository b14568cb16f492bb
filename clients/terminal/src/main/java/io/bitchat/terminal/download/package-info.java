/** {@code ./bitchat get}. */
@NullMarked
package io.bitchat.terminal.download;

import org.jspecify.annotations.NullMarked;
