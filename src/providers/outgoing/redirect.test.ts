import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutgoingError, type OutgoingReason } from './error.ts';
import { cleanHeaders, type Hop, nextHop, parseUrl } from './redirect.ts';

const refusedWith = (reason: OutgoingReason) => (thrown: unknown) =>
  thrown instanceof OutgoingError && thrown.reason === reason;

const post = (url: string): Hop => ({
  method: 'POST',
  url: new URL(url),
  headers: {
    authorization: 'Bearer s',
    cookie: 'a=b',
    'x-api-key': 's',
    'content-type': 'text/plain',
    accept: '*/*',
  },
  body: 'hello',
});

for (const status of [301, 302, 303]) {
  test(`${status} makes a POST a GET without body and content headers`, () => {
    const next = nextHop(post('https://a.example/x'), status, '/y');
    assert.equal(next?.url.href, 'https://a.example/y');
    assert.deepEqual([next?.method, next?.body, next?.headers['content-type']], ['GET', undefined, undefined]);
  });
}

for (const status of [307, 308]) {
  test(`${status} keeps method and body`, () => {
    const next = nextHop(post('https://a.example/x'), status, 'y');
    assert.deepEqual([next?.method, next?.body], ['POST', 'hello']);
  });
}

test('302 keeps a PUT, 303 does not', () => {
  const put = { ...post('https://a.example'), method: 'PUT' };
  assert.equal(nextHop(put, 302, '/')?.method, 'PUT');
  assert.equal(nextHop(put, 303, '/')?.method, 'GET');
  assert.equal(nextHop({ ...put, method: 'HEAD' }, 303, '/')?.method, 'HEAD');
});

test('the same origin gets all headers', () => {
  const was = post('https://a.example/x');
  assert.deepEqual(nextHop(was, 307, 'https://a.example:443/y')?.headers, was.headers);
});

for (const elsewhere of ['https://b.example/', 'https://a.example:8443/', '//sub.a.example/']) {
  test(`another origin (${elsewhere}) gets no header that could be a secret`, () => {
    const next = nextHop(post('https://a.example/x'), 307, elsewhere);
    assert.deepEqual(next?.headers, { 'content-type': 'text/plain', accept: '*/*' });
  });
}

test('a secret dropped on the way out does not come back on the way home', () => {
  const away = nextHop(post('https://a.example/x'), 307, 'https://b.example/')!;
  const home = nextHop(away, 307, 'https://a.example/x');
  assert.equal(home?.headers['authorization'], undefined);
});

test('an answer that is no redirect, or says not where to, is the answer', () => {
  assert.equal(nextHop(post('https://a.example'), 200, '/y'), undefined);
  assert.equal(nextHop(post('https://a.example'), 304, '/y'), undefined);
  assert.equal(nextHop(post('https://a.example'), 302, undefined), undefined);
});

test('from https to http is refused, from http to https is not', () => {
  assert.throws(() => nextHop(post('https://a.example'), 302, 'http://a.example'), refusedWith('refused-address'));
  assert.equal(nextHop(post('http://a.example'), 302, 'https://a.example')?.url.protocol, 'https:');
});

test('a redirect to anything but http(s), or with credentials, is refused', () => {
  for (const location of ['file:///etc/passwd', 'gopher://a.example', 'https://u:p@a.example', 'http://[']) {
    assert.throws(() => nextHop(post('http://a.example'), 302, location), refusedWith('bad-url'), location);
  }
});

for (const url of [
  '',
  'example.com',
  '/path',
  'ftp://a.example',
  'data:,x',
  'http://u@a.example',
  'http://:p@a.example',
]) {
  test(`"${url}" is not an address to call`, () => assert.throws(() => parseUrl(url), refusedWith('bad-url')));
}

test('empty parts between dots are refused, the dot of the root is taken off', () => {
  assert.throws(() => parseUrl('http://a..example/'), refusedWith('bad-url'));
  assert.throws(() => parseUrl('http://a.example../'), refusedWith('bad-url'));
  assert.equal(parseUrl('http://A.example./x').href, 'http://a.example/x');
});

test('an IPv4 address is read in whatever spelling', () => {
  for (const host of ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0x7f.1', '127.0.0.1.', '①②⑦.0.0.1']) {
    assert.equal(parseUrl(`http://${host}/`).hostname, '127.0.0.1', host);
  }
});

test('an error does not tell the password, path or query', () => {
  assert.throws(
    () => parseUrl('https://user:hunter2@a.example/hook?token=t0p'),
    (thrown: Error) => !/hunter2|hook|t0p/.test(thrown.message),
  );
});

test('headers that are ours to set are left out, the others named in lower case', () => {
  const given = {
    Host: 'internal',
    'Content-Length': '5',
    'Proxy-Authorization': 's',
    'Accept-Encoding': 'br',
    'X-A': '1',
  };
  assert.deepEqual(cleanHeaders(given), { 'x-a': '1' });
});
