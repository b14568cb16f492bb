/** A group under its lock, and the facts that tell of its changes. */
@NullMarked
package io.bitchat.groups.state;

import org.jspecify.annotations.NullMarked;
