/** Where sealed chunks lie. */
@NullMarked
package io.bitchat.files.store;

import org.jspecify.annotations.NullMarked;
