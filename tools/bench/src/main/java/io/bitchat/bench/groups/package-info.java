/** {@code bench groups}. */
@NullMarked
package io.bitchat.bench.groups;

import org.jspecify.annotations.NullMarked;
