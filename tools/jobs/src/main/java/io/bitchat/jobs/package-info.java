/** Jobs of an installation in containers: secrets, topics, acceptance. */
@NullMarked
package io.bitchat.jobs;

import org.jspecify.annotations.NullMarked;
