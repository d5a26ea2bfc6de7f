/// Connections and servers of every backend over real sockets, with plain blocking sockets at the
/// other end.
package dev.rondo.looptests.network;
