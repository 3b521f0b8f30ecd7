import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authorization } from './connection.ts';
import { requestFor } from './destination-request.ts';

const api = { endpoint: 'https://api.example.com/*/x/*?v=1', method: 'POST' };
const bare = { endpoint: 'https://api.example.com/x', method: 'POST' };
const key: Authorization = { type: 'API_KEY', apiKey: { name: ' X-Key ', value: 'k' } };
const oauth: Authorization = {
  ...{ type: 'OAUTH_CLIENT_CREDENTIALS' },
  oauth: { endpoint: 'https://auth.example.com', method: 'POST', clientId: 'me' },
};
const parts = {
  headers: [],
  query: [{ key: 'v', value: '2', secret: false }],
  body: [{ key: 'a', value: '1', secret: true }],
};
const made = (...given: Parameters<typeof requestFor>) => {
  const request = requestFor(...given);
  assert.ok(!('fault' in request));
  return request;
};

test('stars are filled in their order, and what fills them cannot leave its segment', () => {
  const { url } = made(api, key, undefined, { path: ['a/../b?c', '$&'] }, '{}');
  assert.equal(url, 'https://api.example.com/a%2F..%2Fb%3Fc/x/%24%26?v=1');
});

test('as many values as stars, or it is said', () => {
  for (const path of [[], ['a'], ['a', 'b', 'c']])
    assert.match(JSON.stringify(requestFor(api, key, undefined, { path }, '{}')), /has 2 stars, and the target gives/);
});

test('the connection’s query wins over the target’s, and that over the address’s', () => {
  const address = { ...bare, endpoint: `${bare.endpoint}?v=0&w=0` };
  const { url } = made(address, { ...key, parts }, undefined, { query: { v: '1', w: '1' } }, '{}');
  assert.equal(url, 'https://api.example.com/x?v=2&w=1');
});

test('no header of a target’s takes the place of what authorizes', () => {
  const headers = { 'X-KEY': 'mine', Authorization: 'mine', 'Content-Type': 'text/plain' };
  assert.deepEqual(made(bare, key, undefined, { headers }, '{}').headers, {
    ...{ 'content-type': 'text/plain', 'x-key': 'k', authorization: 'mine' },
  });
  assert.equal(made(bare, oauth, 'token', { headers }, '{}').headers['authorization'], 'Bearer token');
});

test('body parts go into an object, and into nothing else; a GET has no body', () => {
  const connection = { ...key, parts };
  assert.equal(made(bare, connection, undefined, {}, '{"b":2,"a":0}').body, '{"b":2,"a":"1"}');
  for (const input of ['[1]', '"text"', '{"broken":'])
    assert.equal(made(bare, connection, undefined, {}, input).body, input);
  assert.equal(made({ ...bare, method: 'GET' }, connection, undefined, {}, '{}').body, undefined);
});
