/** Events are stored with the change they tell of, and published after its commit. */
@NullMarked
package io.bitchat.kit.outbox;

import org.jspecify.annotations.NullMarked;
