/** Bodies of tus requests: how they are received, split into chunks and kept. */
@NullMarked
package io.bitchat.files.tus.body;

import org.jspecify.annotations.NullMarked;
