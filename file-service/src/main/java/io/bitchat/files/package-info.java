/** Files: taken in chunk by chunk, kept encrypted, given out as a stream. */
@NullMarked
package io.bitchat.files;

import org.jspecify.annotations.NullMarked;
