/// Tests of bad input and wrong use: each is a clear error that says the way out.
@org.jspecify.annotations.NullMarked
package dev.rondo.nio.usage;
