/** The few things that are asked of an S3 server, over the MinIO client. */
@NullMarked
package io.bitchat.s3;

import org.jspecify.annotations.NullMarked;
