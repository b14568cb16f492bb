/** Creating, finding and changing groups. */
@NullMarked
package io.bitchat.groups.group;

import org.jspecify.annotations.NullMarked;
