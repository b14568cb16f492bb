/** W3C trace context of the current request. */
@NullMarked
package io.bitchat.kit.trace;

import org.jspecify.annotations.NullMarked;
