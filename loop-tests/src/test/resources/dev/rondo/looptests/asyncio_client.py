"""Clients of a server under test, all at once. Arguments: host and port, or the path of a Unix socket.

Each sends lines and wants them back, then half a megabyte in uneven pieces, then ends its side and wants the rest.
One is rude: it leaves in the middle, with a reset.
"""

import asyncio
import os
import socket
import struct
import sys

CLIENTS = 10
BYTES = 500_000


def connect():
    if len(sys.argv) > 2:
        return asyncio.open_connection(sys.argv[1], int(sys.argv[2]))
    return asyncio.open_unix_connection(sys.argv[1])


async def client():
    reader, writer = await connect()
    for i in range(100):
        line = b"line %d\n" % i
        writer.write(line)
        assert await reader.readline() == line
    sent = os.urandom(BYTES)
    received = asyncio.ensure_future(reader.readexactly(BYTES))
    for i in range(0, BYTES, 7919):
        writer.write(sent[i : i + 7919])
        await writer.drain()
    assert await received == sent
    writer.write(b"the end")
    writer.write_eof()
    assert await reader.read() == b"the end"
    writer.close()
    await writer.wait_closed()


async def rude_client():
    reader, writer = await connect()
    writer.write(os.urandom(BYTES))
    await reader.readexactly(10)
    if len(sys.argv) > 2:
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def main():
    await asyncio.gather(rude_client(), *(client() for _ in range(CLIENTS)))
    print("all served")


asyncio.run(main())
