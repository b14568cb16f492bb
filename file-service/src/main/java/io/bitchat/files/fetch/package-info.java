/** Pulling a file from other sites. */
@NullMarked
package io.bitchat.files.fetch;

import org.jspecify.annotations.NullMarked;
