/** One table of all published targets, made of the other measurements. */
@NullMarked
package io.bitchat.bench.report;

import org.jspecify.annotations.NullMarked;
