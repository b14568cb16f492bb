/** Giving files out. */
@NullMarked
package io.bitchat.files.download;

import org.jspecify.annotations.NullMarked;
