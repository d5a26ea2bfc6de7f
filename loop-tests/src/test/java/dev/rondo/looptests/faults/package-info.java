/// What goes wrong: connections that are cut, reset, slow or lossy, addresses that nobody answers
/// at, resources that the system does not give. The error names the peer, what was tried and the
/// cause, nothing is left, and the other connections of the loop go on.
package dev.rondo.looptests.faults;
