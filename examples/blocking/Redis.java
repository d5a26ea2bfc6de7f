// Hundreds of coroutines on one loop count in Redis with Jedis, which blocks.
//
//   RONDO_CLASSPATH='examples/target/lib/*' ./rondo run examples/blocking/Redis.java HOST PORT [COROUTINES]

import static dev.rondo.Rondo.*;

import dev.rondo.*;
import redis.clients.jedis.*;

void main(String[] args) {
    int coroutines = args.length > 2 ? Integer.parseInt(args[2]) : 300;
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(20);
    // Without a limit the pool spins while others connect (commons-pool 2.12.1), and on one carrier they never get to.
    config.setMaxWait(Duration.ofMinutes(2));
    try (JedisPool pool = new JedisPool(config, args[0], Integer.parseInt(args[1]))) {
        String count =
                run(() -> {
                    List<Task<Void>> counting = new ArrayList<>();
                    for (int i = 0; i < coroutines; i++) {
                        counting.add(createTask(() -> count(pool)));
                    }
                    gather(counting).await();
                    try (Jedis redis = pool.getResource()) {
                        return redis.get("rondo");
                    }
                });
        IO.println(coroutines + " coroutines have counted to " + count);
    }
}

void count(JedisPool pool) {
    for (int i = 0; i < 10; i++) {
        try (Jedis redis = pool.getResource()) {
            redis.incr("rondo");
        }
    }
}
