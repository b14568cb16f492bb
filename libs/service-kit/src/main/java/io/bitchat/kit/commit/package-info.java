/** Transactions, and group commit of many small writes. */
@NullMarked
package io.bitchat.kit.commit;

import org.jspecify.annotations.NullMarked;
