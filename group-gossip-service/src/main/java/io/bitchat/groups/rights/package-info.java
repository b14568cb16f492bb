/** Who may do what, and how it is refused. */
@NullMarked
package io.bitchat.groups.rights;

import org.jspecify.annotations.NullMarked;
