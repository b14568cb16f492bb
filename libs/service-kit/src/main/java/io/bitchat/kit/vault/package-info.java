/** Content at rest. */
@NullMarked
package io.bitchat.kit.vault;

import org.jspecify.annotations.NullMarked;
