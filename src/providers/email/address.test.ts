import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressFault } from './address.ts';

const good = [
  'ana@example.com',
  'ana.b+pager@mail.example.co.uk',
  "o'neil@example.com",
  'root@localhost',
  'ana@bücher.example',
  'ana@xn--bcher-kva.example',
  `${'a'.repeat(64)}@example.com`,
];
for (const address of good) {
  test(`${address} can be tried`, () => assert.equal(addressFault(address), undefined));
}

const bad: [why: string, address: string, want: RegExp][] = [
  ['empty', '', /wanted one @, got 0/],
  ['no @', 'ana', /wanted one @, got 0/],
  ['two @', 'ana@b@example.com', /wanted one @, got 2/],
  ['nothing before', '@example.com', /nothing stands before/],
  ['nothing after', 'ana@', /nothing stands after/],
  ['a line break', 'ana@example.com\r\nBcc: eve@example.com', /line break/],
  ['a line break at the end', 'ana@example.com\n', /line break/],
  ['a Unicode line break', 'ana@example.com\u2028', /line break/],
  ['a NUL', 'ana\0@example.com', /control character/],
  ['a display name', 'Ana <ana@example.com>', /bare address/],
  ['two addresses', 'ana@example.com,bo@example.com', /bare address/],
  ['a quoted part', '"a b"@example.com', /bare address/],
  ['a dot at the start', '.ana@example.com', /a dot only between/],
  ['two dots', 'a..b@example.com', /a dot only between/],
  ['letters beyond ASCII before the @', 'ána@example.com', /ASCII/],
  ['a long local part', `${'a'.repeat(65)}@example.com`, /at most 64 characters/],
  ['a long label', `ana@${'a'.repeat(64)}.example`, /no host name/],
  ['an underscore', 'ana@exa_mple.com', /no host name/],
  ['an escape', 'ana@ex%61mple.com', /no host name/],
  ['a hyphen at the end', 'ana@example-.com', /no host name/],
  ['an empty label', 'ana@example..com', /no host name/],
  ['an IP address', 'ana@192.0.2.1', /an IP address/],
  ['all in all too long', `${'a'.repeat(60)}@${'abcdefghi.'.repeat(20)}com`, /at most 254 characters, got 264/],
];
for (const [why, address, want] of bad) {
  test(`an address with ${why} is faulty`, () => {
    const fault = addressFault(address);
    assert.match(fault ?? '', want);
    assert.doesNotMatch(fault ?? '', /\p{Cc}/u);
  });
}
