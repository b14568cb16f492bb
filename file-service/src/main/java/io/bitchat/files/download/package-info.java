/** Downloads of files and chunks. */
@NullMarked
package io.bitchat.files.download;

import org.jspecify.annotations.NullMarked;
