/** Accepting messages into groups: one order, and the vector clock. */
@NullMarked
package io.bitchat.groups.send;

import org.jspecify.annotations.NullMarked;
