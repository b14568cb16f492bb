/** Who is in a group, and in which role. */
@NullMarked
package io.bitchat.groups.membership;

import org.jspecify.annotations.NullMarked;
