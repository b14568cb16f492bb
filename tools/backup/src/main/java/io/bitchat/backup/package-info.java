/** Backups: taken from a running installation, restored into a new one. */
@NullMarked
package io.bitchat.backup;

import org.jspecify.annotations.NullMarked;
