/// Benchmarks under load: servers in processes of their own, beside those of the peers.
///
/// [dev.rondo.bench.load.EchoServer] is what is measured, [dev.rondo.bench.load.RunningServer] a
/// process of it or of a peer, [dev.rondo.bench.load.LoadGenerator] who loads it.
package dev.rondo.bench.load;
