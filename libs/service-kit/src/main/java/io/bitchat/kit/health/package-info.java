/** Readiness checks that answer in time, whatever the thing that they check does. */
@NullMarked
package io.bitchat.kit.health;

import org.jspecify.annotations.NullMarked;
