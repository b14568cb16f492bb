/** JSON within bounds: a reader that trusts nothing, and a writer. */
@NullMarked
package io.bitchat.lan.json;

import org.jspecify.annotations.NullMarked;
