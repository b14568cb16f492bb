/** Tests of the Compose file and of the chart on a real engine and a real cluster. */
@NullMarked
package io.bitchat.container;

import org.jspecify.annotations.NullMarked;
