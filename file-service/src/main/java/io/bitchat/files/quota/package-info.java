/** How much a peer may keep here, and how much of the disk is left to others. */
@NullMarked
package io.bitchat.files.quota;

import org.jspecify.annotations.NullMarked;
