/// Benchmarks of the loop over its backends and engines, and beside its peers.
///
/// A program for the `rondo bench` command: it exports nothing but what JMH has to see.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // JMH and HdrHistogram are no modules yet
module dev.rondo.bench {
    requires static org.jspecify;
    requires dev.rondo;
    requires com.google.gson;
    requires HdrHistogram;
    requires jmh.core;
    requires java.management;
    requires jdk.management;
    requires org.apache.commons.statistics.descriptive;
    requires org.apache.commons.statistics.distribution;
    requires org.apache.commons.statistics.inference;

    uses dev.rondo.spi.LoopProvider;

    // results and reports are records
    opens dev.rondo.bench to
            com.google.gson;
}
