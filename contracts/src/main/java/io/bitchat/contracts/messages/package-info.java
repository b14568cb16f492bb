/** Facts about messages; see {@link io.bitchat.contracts}. */
@NullMarked
package io.bitchat.contracts.messages;

import org.jspecify.annotations.NullMarked;
