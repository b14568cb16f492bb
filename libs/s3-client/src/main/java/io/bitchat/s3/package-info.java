/** Access to the buckets of an S3 server, based on the MinIO client. */
@NullMarked
package io.bitchat.s3;

import org.jspecify.annotations.NullMarked;
