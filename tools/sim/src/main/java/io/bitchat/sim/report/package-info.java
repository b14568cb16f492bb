/** What a simulation found, as a table, a curve and JSON. */
@NullMarked
package io.bitchat.sim.report;

import org.jspecify.annotations.NullMarked;
