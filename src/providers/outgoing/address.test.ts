import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainHost, refusedAddress, refusedName } from './address.ts';

const PUBLIC = [
  '8.8.8.8',
  '93.184.216.34',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '2606:4700::1111',
];

const PRIVATE = [
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '127.0.0.1',
  '127.255.255.254',
  '100.64.0.1',
  '100.127.255.255',
  '::1',
  'fc00::1',
  'fd12:3456::1',
  'fec0::1',
];

const NEVER: [address: string, what: string][] = [
  ['169.254.169.254', 'cloud metadata'],
  ['169.254.170.2', 'container credentials'],
  ['100.100.100.200', "Alibaba's metadata"],
  ['168.63.129.16', "Azure's host agent"],
  ['fd00:ec2::254', 'metadata over IPv6'],
  ['fd00:0ec2:0:0:0:0:0:254', 'metadata over IPv6, written out'],
  ['169.254.0.1', 'link-local'],
  ['fe80::1', 'link-local IPv6'],
  ['fe80::1%eth0', 'link-local with a zone'],
  ['::1%lo', 'loopback with a zone'],
  ['0.0.0.0', 'the zero address'],
  ['0.1.2.3', 'the zero network'],
  ['::', 'the zero address of IPv6'],
  ['224.0.0.1', 'multicast'],
  ['ff02::1', 'multicast IPv6'],
  ['255.255.255.255', 'broadcast'],
  ['240.0.0.1', 'reserved'],
  ['192.0.2.1', 'documentation'],
  ['198.18.0.1', 'benchmarking'],
  ['2001:db8::1', 'documentation IPv6'],
  ['::ffff:127.0.0.1', 'loopback in an IPv4-mapped address'],
  ['::ffff:a9fe:a9fe', 'metadata in an IPv4-mapped address'],
  ['::ffff:10.0.0.1', 'a private one in an IPv4-mapped address'],
  ['::127.0.0.1', 'loopback in an IPv4-compatible address'],
  ['64:ff9b::7f00:1', 'loopback behind NAT64'],
  ['64:ff9b::a9fe:a9fe', 'metadata behind NAT64'],
  ['64:ff9b:1::808:808', 'a local NAT64 prefix'],
  ['2002:7f00:1::', 'loopback in 6to4'],
  ['2002:808:808::', 'a public one in 6to4'],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'Teredo'],
  ['4000::1', 'IPv6 that is not in use'],
  ['localhost', 'a name'],
  ['2130706433', 'a decimal number'],
  ['0x7f.0.0.1', 'hexadecimal'],
  ['0177.0.0.1', 'octal'],
  ['', 'nothing'],
];

for (const address of PUBLIC) {
  test(`${address} is public and may be reached`, () => assert.equal(refusedAddress(address, false), undefined));
}

for (const address of PRIVATE) {
  test(`${address} may be reached only where private addresses are allowed`, () => {
    assert.match(refusedAddress(address, false) ?? '', /private range/);
    assert.equal(refusedAddress(address, true), undefined);
  });
}

for (const [address, what] of NEVER) {
  test(`${what} (${address || 'empty'}) is refused even where private addresses are allowed`, () => {
    assert.equal(typeof refusedAddress(address, false), 'string');
    assert.equal(typeof refusedAddress(address, true), 'string');
  });
}

test('a public address behind the well-known NAT64 prefix may be reached: IPv6-only networks see the world so', () => {
  assert.equal(refusedAddress('64:ff9b::8.8.8.8', false), undefined);
});

test('names of metadata services are refused in any spelling', () => {
  for (const name of [
    'metadata.google.internal',
    'Metadata.Google.Internal.',
    'metadata',
    'instance-data.ec2.internal',
  ]) {
    assert.equal(refusedName(name, true), 'a cloud metadata service');
  }
});

test('localhost and names below it are refused unless private addresses are allowed', () => {
  for (const name of ['localhost', 'LOCALHOST.', 'app.localhost']) {
    assert.match(refusedName(name, false) ?? '', /loopback/);
    assert.equal(refusedName(name, true), undefined);
  }
  assert.equal(refusedName('localhost.example.com', false), undefined);
});

test('a plain host is in lower case and without the dot of the root', () => {
  assert.equal(plainHost('Example.COM.'), 'example.com');
});
