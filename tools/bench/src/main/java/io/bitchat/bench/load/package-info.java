/** Load at a fixed rate or with a fixed number in flight, and the scenarios that use it. */
@NullMarked
package io.bitchat.bench.load;

import org.jspecify.annotations.NullMarked;
