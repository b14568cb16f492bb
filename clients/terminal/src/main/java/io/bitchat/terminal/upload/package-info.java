/** {@code ./bitchat send}. */
@NullMarked
package io.bitchat.terminal.upload;

import org.jspecify.annotations.NullMarked;
