/** Figures about the service. */
@NullMarked
package io.bitchat.messages.stats;

import org.jspecify.annotations.NullMarked;
