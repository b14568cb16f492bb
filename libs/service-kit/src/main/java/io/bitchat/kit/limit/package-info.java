/** How much one caller may do in a while. */
@NullMarked
package io.bitchat.kit.limit;

import org.jspecify.annotations.NullMarked;
