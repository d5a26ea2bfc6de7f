/// Much of everything, and for long: many connections, many bytes, many minutes. The programs print
/// figures and can be run by themselves.
package dev.rondo.looptests.scale;
