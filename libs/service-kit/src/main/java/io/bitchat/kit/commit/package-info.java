/** Many small writes in one transaction. */
@NullMarked
package io.bitchat.kit.commit;

import org.jspecify.annotations.NullMarked;
