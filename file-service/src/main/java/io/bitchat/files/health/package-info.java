/** Readiness of the store. */
@NullMarked
package io.bitchat.files.health;

import org.jspecify.annotations.NullMarked;
