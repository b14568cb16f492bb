/** The members of a group and their roles. */
@NullMarked
package io.bitchat.groups.membership;

import org.jspecify.annotations.NullMarked;
