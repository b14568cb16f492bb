/** What services store about peers. */
@NullMarked
package io.bitchat.kit.peers;

import org.jspecify.annotations.NullMarked;
