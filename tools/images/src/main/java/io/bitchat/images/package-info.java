/** Container images of the suite: what goes into which layer, and where the images go. */
@NullMarked
package io.bitchat.images;

import org.jspecify.annotations.NullMarked;
