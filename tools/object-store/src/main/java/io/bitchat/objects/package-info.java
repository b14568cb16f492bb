/** An S3 server for one machine. */
@NullMarked
package io.bitchat.objects;

import org.jspecify.annotations.NullMarked;
