/** {@code bench files}, and the servers and clients it is compared with. */
@NullMarked
package io.bitchat.bench.files;

import org.jspecify.annotations.NullMarked;
