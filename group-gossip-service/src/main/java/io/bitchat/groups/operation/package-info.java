/** Changes of a shared group, as sites exchange them. */
@NullMarked
package io.bitchat.groups.operation;

import org.jspecify.annotations.NullMarked;
