/// What the loop's own operations cost, measured with JMH: callbacks, timers, switches, tasks,
/// submissions, children.
package dev.rondo.bench.micro;
