/// The tests of the programs in `examples`, and what they share.
///
/// A program is compiled with this module and run in the test's own JVM, on a backend that the test
/// chooses and the engine that the build chose. What it printed tells the rest.
package dev.rondo.examples;
