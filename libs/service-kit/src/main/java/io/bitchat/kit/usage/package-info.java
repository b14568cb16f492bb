/** Tells the other replicas how much of its limits each peer has used. */
@NullMarked
package io.bitchat.kit.usage;

import org.jspecify.annotations.NullMarked;
