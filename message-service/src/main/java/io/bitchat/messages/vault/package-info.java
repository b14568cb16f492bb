/** Content at rest. */
@NullMarked
package io.bitchat.messages.vault;

import org.jspecify.annotations.NullMarked;
