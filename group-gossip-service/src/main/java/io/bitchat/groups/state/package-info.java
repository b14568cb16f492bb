/** A group under its lock, its operations, and the events of its changes. */
@NullMarked
package io.bitchat.groups.state;

import org.jspecify.annotations.NullMarked;
