/** Stores for sealed chunks: a folder, or a bucket of an S3 server. */
@NullMarked
package io.bitchat.files.store;

import org.jspecify.annotations.NullMarked;
