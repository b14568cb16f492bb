/** The keys of files, and the key that wraps them. */
@NullMarked
package io.bitchat.files.keys;

import org.jspecify.annotations.NullMarked;
