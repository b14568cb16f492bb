/**
 * Resumable uploads by the tus protocol, version 1.0.0: a file sent as one stream, which may be interrupted and
 * continued.
 */
@NullMarked
package io.bitchat.files.tus;

import org.jspecify.annotations.NullMarked;
