package dev.rondo.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The system says the same of different causes, which want different remedies.
class RefusalTest {
    private static final String RING = "failed to create io_uring ring fd: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Operation not permitted  | 2 | false | io_uring is switched off on this system (kernel.io_uring_disabled is 2)
                    Operation not permitted  | 1 | false | io_uring is for one group of users on this system (kernel.io_uring_disabled is 1)
                    Operation not permitted  | 0 | true  | a filter of system calls (seccomp), as containers have one, forbids io_uring
                    Function not implemented | 0 | true  | a filter of system calls (seccomp), as containers have one, forbids io_uring
                    Function not implemented | 0 | false | this kernel was built without io_uring
                    Cannot allocate memory   | 0 | false | the limit of locked memory leaves no room for a ring
                    """)
    void eachCauseIsTold(String answer, String setting, boolean isFiltered, String reason) {
        var explained = new Refusal(RING + answer, setting, isFiltered).explain();
        assertEquals(reason, explained == null ? "nothing" : explained.reason());
    }

    @Test
    void anOldKernelIsTold() {
        var old = "you need at least kernel version 5.9, current kernel version: 5.4.0-42";
        assertEquals(Refusal.tooOld(), new Refusal(old, "", false).explain());
    }

    @Test
    void theUnknownIsLeftToOthers() {
        assertNull(new Refusal(RING + "Too many open files", "0", false).explain());
    }
}
