/** The store of chunks: a folder or a bucket. */
@NullMarked
package io.bitchat.backup.store;

import org.jspecify.annotations.NullMarked;
