/** What a node tells in its log without flooding it. */
@NullMarked
package io.bitchat.edge.notice;

import org.jspecify.annotations.NullMarked;
