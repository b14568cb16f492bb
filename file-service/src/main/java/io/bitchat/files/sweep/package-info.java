/** Deletion of what abandoned uploads have left. */
@NullMarked
package io.bitchat.files.sweep;

import org.jspecify.annotations.NullMarked;
