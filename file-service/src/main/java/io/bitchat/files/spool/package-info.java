/** Chunks of running transfers: in memory, in a folder, or in the chunk store, depending on the size of the file. */
@NullMarked
package io.bitchat.files.spool;

import org.jspecify.annotations.NullMarked;
