/** Pages of lists, with a link to the next page. */
@NullMarked
package io.bitchat.kit.page;

import org.jspecify.annotations.NullMarked;
