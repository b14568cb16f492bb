/** Figures with their targets, and the conditions of their measurement. */
@NullMarked
package io.bitchat.bench.report;

import org.jspecify.annotations.NullMarked;
