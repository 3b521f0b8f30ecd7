import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSigned, keysTwiml, meaningOf, sayTwiml, textTwiml, twilioSignature } from './index.ts';

test('text from people is data in TwiML: it adds no tag, whatever it is, and reads back as it was', () => {
  const tags = (xml: string) => xml.match(/<\/?[A-Za-z-]+/g);
  const plain = tags(keysTwiml('x', 'https://m.example/v'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'S', 'a') }),
      ),
      (text) => {
        const xml = keysTwiml(text, `https://m.example/v?${encodeURIComponent(text)}`).replace(/<\/?say-as[^>]*>/g, '');
        assert.deepEqual(tags(xml), plain);
        assert.doesNotMatch(xml, /&(?!(amp|lt|gt|quot|apos);)/);
      },
    ),
  );
  assert.equal(
    textTwiml('</Message><Dial>'),
    textTwiml().replace('></', '><Message>&lt;/Message&gt;&lt;Dial&gt;</Message></'),
  );
});

test('a code is said digit by digit', () => {
  assert.match(
    sayTwiml('The code is 012345. Room 12.'),
    /is <say-as interpret-as="digits">012345<\/say-as>\. Room 12\./,
  );
});

test('the signature is over the address and the fields by name; another token, address, field or order of values is none', () => {
  // The example of Twilio's own documentation.
  const url = 'https://example.com/myapp.php?foo=1&bar=2';
  const fields = Object.entries({
    ...{
      Digits: '1234',
      To: '+18005551212',
      From: '+14158675310',
      Caller: '+14158675310',
      CallSid: 'CA1234567890ABCDE',
    },
  });
  assert.equal(twilioSignature('12345', url, fields), 'L/OH5YylLD5NRKLltdqwSvS0BnU=');
  assert.ok(isSigned('12345', url, fields.toReversed(), 'L/OH5YylLD5NRKLltdqwSvS0BnU='));
  for (const [token, at, form] of [
    ['12346', url, fields],
    ['12345', `${url}3`, fields],
    ['12345', url, fields.slice(1)],
    ['12345', url, [...fields, ['x', '']] as [string, string][]],
  ] as const)
    assert.ok(!isSigned(token, at, form, 'L/OH5YylLD5NRKLltdqwSvS0BnU='));
});

test('only codes that name the receiver are final; one that nobody knows is not', () => {
  assert.deepEqual(
    [21211, 21610, 21614, 20003, 21408, 30003, 99999, undefined].map((code) => meaningOf(code).permanent),
    [true, true, true, false, false, false, false, false],
  );
});
