/** What this service knows of peers. */
@NullMarked
package io.bitchat.files.peers;

import org.jspecify.annotations.NullMarked;
