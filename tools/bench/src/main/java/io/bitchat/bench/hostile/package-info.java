/** A site that is invited and then breaks the rules: for measurements, and for tests of the whole suite. */
@NullMarked
package io.bitchat.bench.hostile;

import org.jspecify.annotations.NullMarked;
