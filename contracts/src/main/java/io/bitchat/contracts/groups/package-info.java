/** Facts about groups and their messages. */
@NullMarked
package io.bitchat.contracts.groups;

import org.jspecify.annotations.NullMarked;
