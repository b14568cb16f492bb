/** Transfers in the database: their rows, and the transactions that change them. */
@NullMarked
package io.bitchat.files.transfer.table;

import org.jspecify.annotations.NullMarked;
