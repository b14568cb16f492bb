/** How many chunks of each peer had the right hash. */
@NullMarked
package io.bitchat.files.verdict;

import org.jspecify.annotations.NullMarked;
