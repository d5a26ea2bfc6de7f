/// What the tests of all backends have in common: which backends there are, a loop that runs, other
/// people's programs, JVMs and networks of one's own. The tests are in the packages below:
/// `network` has this side alone, `programs` somebody else's at the other end, `faults` what goes
/// wrong, `paths` what a JVM lacks, `scale` much of everything.
package dev.rondo.looptests;
