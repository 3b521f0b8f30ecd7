import { createServer } from 'node:http';

/** Started as a process of its own: the least that a Node server can do with a PutEvents request. Prints its port. */
const server = createServer((message, response) => {
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('end', () => {
    const { Entries } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { Entries: unknown[] };
    const body = JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: '' })) });
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
// Its turns are far apart.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
// Whoever started it holds its standard input: when they are gone, however they went, so is this.
process.stdin.on('end', () => process.exit(0)).resume();
