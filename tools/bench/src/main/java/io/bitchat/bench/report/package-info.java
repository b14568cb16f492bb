/** Figures with their targets, the conditions of their measurement, and one table of all published targets. */
@NullMarked
package io.bitchat.bench.report;

import org.jspecify.annotations.NullMarked;
