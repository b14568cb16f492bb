/** Lists that end with a page and say where they go on. */
@NullMarked
package io.bitchat.kit.page;

import org.jspecify.annotations.NullMarked;
