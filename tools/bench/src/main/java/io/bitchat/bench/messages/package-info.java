/** {@code bench messages}. */
@NullMarked
package io.bitchat.bench.messages;

import org.jspecify.annotations.NullMarked;
