/** Accepting messages into groups: total order and vector clock. */
@NullMarked
package io.bitchat.groups.send;

import org.jspecify.annotations.NullMarked;
