/** Beginning and cancelling uploads, and deleting files. */
@NullMarked
package io.bitchat.files.upload;

import org.jspecify.annotations.NullMarked;
