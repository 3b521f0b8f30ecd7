import ipaddr from 'ipaddr.js';
import type { Alternative, ValueTest } from './alternative.ts';

/** An alternative in words, for whoever asks why an event did not match. */
export function inWords(alternative: Alternative): string {
  if (alternative.kind === 'exists') return alternative.present ? 'that it is there' : 'that it is not there';
  return testInWords(alternative);
}

function testInWords(test: ValueTest): string {
  switch (test.kind) {
    case 'equals':
      return JSON.stringify(test.value);
    case 'anythingBut':
      return `anything but ${test.tests.map(testInWords).join(' or ')}`;
    case 'wildcard':
      return `like ${JSON.stringify(test.parts.map((part) => part.replace(/[*\\]/g, '\\$&')).join('*'))}`;
    case 'numeric': {
      const { lower, upper } = test;
      const from = lower ? [`${lower.inclusive ? '>=' : '>'} ${lower.value}`] : [];
      const to = upper ? [`${upper.inclusive ? '<=' : '<'} ${upper.value}`] : [];
      return `a number ${[...from, ...to].join(' and ')}`;
    }
    case 'cidr':
      return `an address in ${ipaddr.fromByteArray([...test.bytes]).toString()}/${test.bits}`;
    case 'equalsIgnoreCase':
      return `${JSON.stringify(test.text)} in any case`;
    case 'prefix':
    case 'suffix':
      return `the ${test.kind} ${JSON.stringify(test.text)}${test.ignoreCase ? ' in any case' : ''}`;
  }
}
