/** Facts about presence; see {@link io.bitchat.contracts}. */
@NullMarked
package io.bitchat.contracts.presence;

import org.jspecify.annotations.NullMarked;
