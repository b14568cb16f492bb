/** `./bitchat sim`: many nodes of the real protocols in one process. */
@NullMarked
package io.bitchat.sim;

import org.jspecify.annotations.NullMarked;
