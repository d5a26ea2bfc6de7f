/// Runs benchmarks in interleaved rounds, and makes reports of what they measured.
///
/// To add one: implement [Benchmark], and list it in [Benchmarks].
package dev.rondo.bench;
