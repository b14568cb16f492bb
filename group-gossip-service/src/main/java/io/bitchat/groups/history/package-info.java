/** Reading the messages of a group. */
@NullMarked
package io.bitchat.groups.history;

import org.jspecify.annotations.NullMarked;
