/** Groups. One row lock per group orders everything that happens in it: membership changes, sends, and their events. */
@NullMarked
package io.bitchat.groups;

import org.jspecify.annotations.NullMarked;
