/** Storage quotas of peers, and the disk space that is reserved for other programs. */
@NullMarked
package io.bitchat.files.quota;

import org.jspecify.annotations.NullMarked;
