/** Constraints on text from strangers. */
@NullMarked
package io.bitchat.kit.text;

import org.jspecify.annotations.NullMarked;
