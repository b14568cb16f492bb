/** Files as the database stores them, and as clients see them. */
@NullMarked
package io.bitchat.files.file;

import org.jspecify.annotations.NullMarked;
