/** Transactional outbox: events are stored with the change that they describe, and published after its commit. */
@NullMarked
package io.bitchat.kit.outbox;

import org.jspecify.annotations.NullMarked;
