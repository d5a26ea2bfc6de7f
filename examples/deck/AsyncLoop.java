// ASYNC LOOP: a generator makes its values as the loop asks for them, and may await in between.

import static dev.rondo.Rondo.*;

import dev.rondo.*;

Generated<Integer> yelleding() {
    return generate(out -> {
        for (int idx = 0; idx < 5; idx++) {
            IO.println("Before yelleding " + idx);
            out.yield(idx);
        }
    });
}

void main() {
    run(() -> {
        for (int idx : yelleding()) {
            IO.println("Yay, I've been yelleded " + idx);
        }
    });
}
