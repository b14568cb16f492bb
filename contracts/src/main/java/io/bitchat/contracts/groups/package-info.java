/** Facts about groups and about what is said in them. */
@NullMarked
package io.bitchat.contracts.groups;

import org.jspecify.annotations.NullMarked;
