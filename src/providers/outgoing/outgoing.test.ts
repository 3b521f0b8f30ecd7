import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createOutgoing, OutgoingError, type OutgoingOptions, type OutgoingReason } from './index.ts';

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const open = (options: Partial<OutgoingOptions> = {}) =>
  createOutgoing({ allowPrivate: true, trusted: [], ...options });
const closed = (options: Partial<OutgoingOptions> = {}) => open({ allowPrivate: false, ...options });
const get = (url: string) => ({ method: 'GET', url });

const failsWith = (reason: OutgoingReason, retry: boolean) => (thrown: unknown) => {
  assert.ok(thrown instanceof OutgoingError, String(thrown));
  assert.deepEqual([thrown.reason, thrown.retry], [reason, retry], thrown.message);
  return true;
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}

test('a request goes out as given and its answer comes back', async () => {
  await using server = await serve(async (request, response) => {
    const { 'x-a': given, 'user-agent': agent } = request.headers;
    response
      .writeHead(503, { 'X-Seen': 'yes' })
      .end(JSON.stringify([request.method, request.url, given, agent, await bodyOf(request)]));
  });
  const url = `${server.origin}/p?q=1`;
  const answer = await open().request({ method: 'post', url, headers: { 'X-A': 'b' }, body: 'hello' });
  assert.deepEqual([answer.status, answer.headers['x-seen'], answer.url], [503, 'yes', url]);
  assert.deepEqual(JSON.parse(answer.body.toString()), ['POST', '/p?q=1', 'b', 'Muster', 'hello']);
});

test('loopback is refused in every spelling, and nothing arrives there', async () => {
  let arrived = 0;
  await using server = await serve((_request, response) => {
    arrived += 1;
    response.end();
  });
  const outgoing = closed({ resolve: async () => ['127.0.0.1'] });
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.1',
    'localhost',
    'localhost.',
    'evil.example',
    '0.0.0.0',
  ]) {
    await assert.rejects(
      outgoing.request(get(`http://${host}:${server.port}/`)),
      failsWith('refused-address', false),
      host,
    );
  }
  for (const host of ['[::1]', '[::ffff:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[2002:7f00:1::]']) {
    await assert.rejects(
      outgoing.request(get(`http://${host}:${server.port}/`)),
      failsWith('refused-address', false),
      host,
    );
  }
  assert.equal(arrived, 0);
});

test('metadata services are refused even where private addresses are allowed', async () => {
  const outgoing = open({ resolve: async () => ['169.254.169.254'] });
  for (const host of [
    '169.254.169.254',
    '0xa9fea9fe',
    '[fd00:ec2::254]',
    'metadata.google.internal.',
    'evil.example',
  ]) {
    await assert.rejects(outgoing.request(get(`http://${host}/latest`)), failsWith('refused-address', false), host);
  }
});

test('one refused address among several refuses the host', async () => {
  const outgoing = closed({ resolve: async () => ['93.184.216.34', '10.0.0.1'] });
  await assert.rejects(outgoing.request(get('http://mixed.example/')), failsWith('refused-address', false));
});

test('the connection goes to the address that was checked, whatever the name resolves to afterwards', async () => {
  await using server = await serve((request, response) => response.end(request.headers.host));
  const answers = [['127.0.0.1'], ['169.254.169.254']];
  let asked = 0;
  const outgoing = open({ resolve: async () => answers[asked++]! });
  const url = `http://rebinding.example:${server.port}/`;
  const answer = await outgoing.request(get(url));
  assert.equal(answer.body.toString(), `rebinding.example:${server.port}`);
  assert.equal(asked, 1);
  // No connection is kept: the next request checks again, and meets the second answer.
  await assert.rejects(outgoing.request(get(url)), failsWith('refused-address', false));
});

test('a name that turns from public to private between redirects is refused', async () => {
  await using server = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
  const origin = `http://rebinding.example:${server.port}`;
  const answers = [['127.0.0.1'], ['10.0.0.1', '169.254.169.254']];
  const outgoing = open({ resolve: async () => answers.shift()! });
  await assert.rejects(outgoing.request(get(origin)), failsWith('refused-address', false));
  assert.equal(answers.length, 0);
});

test('an origin from the settings is reached although it is private, another port of it is not', async () => {
  await using server = await serve((_request, response) => response.end('in'));
  await using other = await serve((_request, response) => response.end('out'));
  const outgoing = closed({ trusted: [`${server.origin}/base`] });
  assert.equal((await outgoing.request(get(`${server.origin}/x`))).body.toString(), 'in');
  await assert.rejects(outgoing.request(get(other.origin)), failsWith('refused-address', false));
});

test('a trusted origin may redirect to itself, not to an untrusted private one', async () => {
  await using other = await serve((_request, response) => response.end('out'));
  await using server = await serve((request, response) => {
    const location = { '/in': '/end', '/out': other.origin }[request.url ?? ''];
    if (location) response.writeHead(302, { location }).end();
    else response.end('in');
  });
  const outgoing = closed({ trusted: [server.origin] });
  assert.equal((await outgoing.request(get(`${server.origin}/in`))).url, `${server.origin}/end`);
  await assert.rejects(outgoing.request(get(`${server.origin}/out`)), failsWith('refused-address', false));
});

test("a stranger's redirect to a trusted origin gets no trust", async () => {
  await using inner = await serve((_request, response) => response.end('in'));
  const trusted = `http://inner.example:${inner.port}`;
  await using stranger = await serve((_request, response) => response.writeHead(307, { location: trusted }).end());
  // The zero address leads to loopback, and is refused to everybody without trust.
  const outgoing = open({ trusted: [trusted], resolve: async () => ['0.0.0.0'] });
  assert.equal((await outgoing.request(get(trusted))).body.toString(), 'in');
  await assert.rejects(outgoing.request(get(stranger.origin)), failsWith('refused-address', false));
});

test('redirects are followed up to the bound, then refused', async () => {
  await using server = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end('moved');
    else response.end('here');
  });
  const answer = await open().request(get(`${server.origin}/3`));
  assert.deepEqual([answer.body.toString(), answer.url], ['here', `${server.origin}/0`]);
  await assert.rejects(open().request(get(`${server.origin}/4`)), failsWith('too-many-redirects', false));
  const none = { ...get(`${server.origin}/1`), maxRedirects: 0 };
  await assert.rejects(open().request(none), failsWith('too-many-redirects', false));
});

test('a redirect to another origin carries the body on and no secret', async () => {
  await using end = await serve(async (request, response) => {
    const { authorization, cookie, 'x-token': token } = request.headers;
    response.end(JSON.stringify([request.method, authorization, cookie, token, await bodyOf(request)]));
  });
  await using start = await serve((_request, response) => response.writeHead(307, { location: end.origin }).end());
  const headers = { Authorization: 'Bearer s', Cookie: 'a=b', 'X-Token': 's' };
  const answer = await open().request({ method: 'POST', url: start.origin, headers, body: 'hello' });
  assert.deepEqual(JSON.parse(answer.body.toString()), ['POST', null, null, null, 'hello']);
});

test('a body longer than the bound is refused while it still comes', async () => {
  await using server = await serve((_request, response) => {
    const more = () => {
      while (response.write('x'.repeat(1024)));
    };
    response.on('drain', more);
    more();
  });
  await assert.rejects(open().request({ ...get(server.origin), maxBytes: 10_000 }), failsWith('too-large', false));
});

test('a body of exactly the bound is taken', async () => {
  await using server = await serve((_request, response) => response.end('x'.repeat(100)));
  assert.equal((await open().request({ ...get(server.origin), maxBytes: 100 })).body.length, 100);
  await assert.rejects(open().request({ ...get(server.origin), maxBytes: 99 }), failsWith('too-large', false));
});

test('a compressed body is decoded within the same bound', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  await using server = await serve((request, response) => {
    const small = request.url === '/gzip' ? gzipSync('hello') : brotliCompressSync('hello');
    const coding = request.url === '/br' ? 'br' : 'gzip';
    response.writeHead(200, { 'content-encoding': coding }).end(request.url === '/bomb' ? bomb : small);
  });
  for (const path of ['/gzip', '/br']) {
    const answer = await open().request(get(server.origin + path));
    assert.deepEqual([answer.body.toString(), answer.headers['content-encoding']], ['hello', undefined], path);
  }
  assert.ok(bomb.length < 1_048_576);
  await assert.rejects(open().request(get(`${server.origin}/bomb`)), failsWith('too-large', false));
});

test('an answer without a body may name a coding', async () => {
  await using server = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(),
  );
  assert.equal((await open().request({ method: 'HEAD', url: server.origin })).body.length, 0);
});

test('the time is bounded: for a silent server, a dripping body and a silent resolver', async () => {
  await using server = await serve((request, response) => {
    if (request.url === '/drip') response.write('x');
  });
  for (const path of ['/silent', '/drip']) {
    const slow = { ...get(server.origin + path), timeoutMs: 100 };
    await assert.rejects(open().request(slow), failsWith('timeout', true), path);
  }
  const deaf = open({ resolve: () => Promise.withResolvers<string[]>().promise });
  await assert.rejects(deaf.request({ ...get('http://a.example'), timeoutMs: 20 }), failsWith('timeout', true));
});

test("the caller's signal ends a request with its own reason", async () => {
  const giveUp = new AbortController();
  const why = new Error('resolved meanwhile');
  await using server = await serve(() => giveUp.abort(why));
  await assert.rejects(open().request({ ...get(server.origin), signal: giveUp.signal }), why);
  await assert.rejects(open().request({ ...get(server.origin), signal: giveUp.signal }), why);
});

test('names without address, refused connections and broken answers may be tried again', async () => {
  const failing = open({ resolve: async () => Promise.reject(new Error('SERVFAIL')) });
  await assert.rejects(failing.request(get('http://a.example')), failsWith('unresolvable', true));
  await assert.rejects(
    open({ resolve: async () => [] }).request(get('http://a.example')),
    failsWith('unresolvable', true),
  );
  const server = await serve((request) => request.socket.destroy());
  await assert.rejects(open().request(get(server.origin)), failsWith('connection', true));
  await server[Symbol.asyncDispose]();
  await assert.rejects(open().request(get(server.origin)), failsWith('connection', true));
});

test('a request that cannot be written is refused for good', async () => {
  for (const url of ['nonsense', 'ftp://a.example', 'http://u:p@127.0.0.1']) {
    await assert.rejects(open().request(get(url)), failsWith('bad-url', false), url);
  }
  const split = { ...get('http://127.0.0.1:9'), headers: { 'x-a': 'b\r\nx-c: d' } };
  await assert.rejects(open().request(split), failsWith('bad-url', false));
  await assert.rejects(open().request({ method: 'CONNECT', url: 'http://127.0.0.1:9' }), failsWith('bad-url', false));
});
