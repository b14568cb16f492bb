/** Files as the database has them, and as clients see them. */
@NullMarked
package io.bitchat.files.file;

import org.jspecify.annotations.NullMarked;
