/** Networks of this machine for tests: namespaces on a bridge, whose links can be cut. Needs the JDK and JUnit only. */
@NullMarked
package io.bitchat.testkit.network;

import org.jspecify.annotations.NullMarked;
