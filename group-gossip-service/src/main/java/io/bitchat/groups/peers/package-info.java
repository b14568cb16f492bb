/** What this service knows of peers. */
@NullMarked
package io.bitchat.groups.peers;

import org.jspecify.annotations.NullMarked;
