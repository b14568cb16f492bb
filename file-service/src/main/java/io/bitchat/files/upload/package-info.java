/** Beginning an upload, and giving it up. */
@NullMarked
package io.bitchat.files.upload;

import org.jspecify.annotations.NullMarked;
