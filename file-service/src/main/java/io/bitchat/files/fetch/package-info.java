/** Fetching files from other sites. */
@NullMarked
package io.bitchat.files.fetch;

import org.jspecify.annotations.NullMarked;
