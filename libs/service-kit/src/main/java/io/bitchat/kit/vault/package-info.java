/** Encryption of stored content. */
@NullMarked
package io.bitchat.kit.vault;

import org.jspecify.annotations.NullMarked;
