/// Other people's programs at the other end. A test whose program is not installed is skipped, and
/// says which.
package dev.rondo.looptests.programs;
