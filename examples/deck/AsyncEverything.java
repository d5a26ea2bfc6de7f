// ASYNC EVERYTHING: a call runs, there is no await to forget; a body that no task takes does not.

import static dev.rondo.Rondo.*;

import dev.rondo.*;

void printFoobar1() {
    IO.println("foobar1");
}

Action printFoobar2() {
    return () -> IO.println("foobar2");
}

void foobar() {
    printFoobar1(); // a call: it runs, here and now
    printFoobar2(); // a body, made and dropped: createTask(printFoobar2()) would run it
}

void main() {
    run(this::foobar);
}
