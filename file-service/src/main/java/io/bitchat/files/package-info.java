/** Files: uploaded in chunks, stored encrypted, downloaded as a stream. */
@NullMarked
package io.bitchat.files;

import org.jspecify.annotations.NullMarked;
