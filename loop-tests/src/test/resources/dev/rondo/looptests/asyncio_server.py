"""A server for clients under test; prints its port, or the path that it got as its argument.

It answers each line: `echo TEXT` with the text, `bytes N` with that many zeros, `end` with its own end, `reset` with a
reset. When the client ends its side it answers how many lines there were, and closes.
"""

import asyncio
import socket
import struct
import sys


async def serve(reader, writer):
    count = 0
    async for line in reader:
        count += 1
        word, _, rest = line.rstrip(b"\n").partition(b" ")
        if word == b"echo":
            writer.write(rest + b"\n")
        elif word == b"bytes":
            writer.write(bytes(int(rest)))
        elif word == b"end":
            writer.write_eof()
        elif word == b"reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
            return
        await writer.drain()
    if not writer.is_closing() and writer.can_write_eof():
        writer.write(b"lines: %d" % count)
    writer.close()


async def main():
    if len(sys.argv) > 1:
        server = await asyncio.start_unix_server(serve, sys.argv[1])
        print("serving on", sys.argv[1], flush=True)
    else:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        print("serving on", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
