/// Child processes of a loop, on real programs of a Unix system.
package dev.rondo.nio.subprocess;
