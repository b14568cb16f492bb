/** The acceptance of an installation: what must work, and how fast it answers. */
@NullMarked
package io.bitchat.jobs.acceptance;

import org.jspecify.annotations.NullMarked;
