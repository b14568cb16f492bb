/** Peers that have announced chunks of a file. */
@NullMarked
package io.bitchat.files.source;

import org.jspecify.annotations.NullMarked;
