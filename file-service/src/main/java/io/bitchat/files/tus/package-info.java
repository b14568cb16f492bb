/** Uploads by the protocol tus 1.0.0: a file that is sent as one stream, interrupted and gone on with. */
@NullMarked
package io.bitchat.files.tus;

import org.jspecify.annotations.NullMarked;
