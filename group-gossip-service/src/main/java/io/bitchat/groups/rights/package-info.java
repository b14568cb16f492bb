/** The rights of roles, and refusals. */
@NullMarked
package io.bitchat.groups.rights;

import org.jspecify.annotations.NullMarked;
