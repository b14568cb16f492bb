/** The rights of roles, who may read, and refusals. */
@NullMarked
package io.bitchat.groups.rights;

import org.jspecify.annotations.NullMarked;
