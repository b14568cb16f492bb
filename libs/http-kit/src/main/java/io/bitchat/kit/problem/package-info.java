/** Errors as RFC 9457 problem documents. */
@NullMarked
package io.bitchat.kit.problem;

import org.jspecify.annotations.NullMarked;
