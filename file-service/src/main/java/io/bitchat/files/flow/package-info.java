/** How many bytes flow at once, and how fast. */
@NullMarked
package io.bitchat.files.flow;

import org.jspecify.annotations.NullMarked;
