/** Constraints on text from clients. */
@NullMarked
package io.bitchat.kit.text;

import org.jspecify.annotations.NullMarked;
