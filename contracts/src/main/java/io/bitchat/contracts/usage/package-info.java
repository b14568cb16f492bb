/** How replicas share the limits of peers. */
@NullMarked
package io.bitchat.contracts.usage;

import org.jspecify.annotations.NullMarked;
