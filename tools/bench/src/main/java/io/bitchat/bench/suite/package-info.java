/** The running suite as a client sees it: API, keys, processes and their resources. */
@NullMarked
package io.bitchat.bench.suite;

import org.jspecify.annotations.NullMarked;
