/** Facts about files. */
@NullMarked
package io.bitchat.contracts.files;

import org.jspecify.annotations.NullMarked;
