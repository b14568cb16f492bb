/** What the suite needs of an S3 server, tried out on one. */
@NullMarked
package io.bitchat.launcher.s3;

import org.jspecify.annotations.NullMarked;
