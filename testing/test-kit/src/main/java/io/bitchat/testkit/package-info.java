/** Real servers and a manual clock for tests. */
@NullMarked
package io.bitchat.testkit;

import org.jspecify.annotations.NullMarked;
