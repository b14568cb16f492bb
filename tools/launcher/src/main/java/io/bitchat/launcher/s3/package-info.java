/** Checks of what the suite needs from an S3 server. */
@NullMarked
package io.bitchat.launcher.s3;

import org.jspecify.annotations.NullMarked;
