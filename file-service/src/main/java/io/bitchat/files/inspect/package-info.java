/** What may be transferred in a room: media types, first bytes, and a scanner for malware. */
@NullMarked
package io.bitchat.files.inspect;

import org.jspecify.annotations.NullMarked;
