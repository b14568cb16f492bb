/** Rate limits of callers. */
@NullMarked
package io.bitchat.kit.limit;

import org.jspecify.annotations.NullMarked;
