/** Groups. One row lock per group orders all that happens in it: {@code membership}, {@code send}, and their events. */
@NullMarked
package io.bitchat.groups;

import org.jspecify.annotations.NullMarked;
