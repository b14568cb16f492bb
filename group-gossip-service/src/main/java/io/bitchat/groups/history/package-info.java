/** Reading what was said in a group. */
@NullMarked
package io.bitchat.groups.history;

import org.jspecify.annotations.NullMarked;
