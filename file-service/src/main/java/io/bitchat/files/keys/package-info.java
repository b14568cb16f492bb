/** File keys, and the key-encryption keys that wrap them. */
@NullMarked
package io.bitchat.files.keys;

import org.jspecify.annotations.NullMarked;
