/** Events of the contract as CloudEvents. */
@NullMarked
package io.bitchat.kit.codec;

import org.jspecify.annotations.NullMarked;
