/** What services keep of the directory of peers. */
@NullMarked
package io.bitchat.kit.peers;

import org.jspecify.annotations.NullMarked;
