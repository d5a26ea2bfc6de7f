package dev.rondo.kernel;

/// Where the bytes of a [KernelStreamReader] come from, to stop them and to let them go on.
interface ReadFlow {
    void pauseReading();

    void resumeReading();
}
