/** Floors: what the machine can do without the code of the suite. */
@NullMarked
package io.bitchat.bench.machine;

import org.jspecify.annotations.NullMarked;
