/** Secrets in files. */
@NullMarked
package io.bitchat.kit.keys;

import org.jspecify.annotations.NullMarked;
