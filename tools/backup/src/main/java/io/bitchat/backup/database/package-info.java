/** Tables as text, from one snapshot and in one transaction. */
@NullMarked
package io.bitchat.backup.database;

import org.jspecify.annotations.NullMarked;
