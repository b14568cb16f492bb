/** The files of a backup: a folder or a zip file, and the manifest. */
@NullMarked
package io.bitchat.backup.archive;

import org.jspecify.annotations.NullMarked;
