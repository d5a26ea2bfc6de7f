/// Libraries over Netty on the thread of a loop. Start with [org.example.embed.CounterServer].
@org.jspecify.annotations.NullMarked
package org.example.embed;
