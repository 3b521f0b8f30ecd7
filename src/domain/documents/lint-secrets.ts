import type { Linted } from './linted.ts';
import type { Source } from './source.ts';

const NAMED = /(^|_|[a-z])(password|passwd|secret|token|api_?key|private_?key|credentials?)$/i;
/** Texts that are secrets by their form alone. */
const FORMS: readonly [RegExp, string][] = [
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/, 'a private key'],
  [/\bxox[abprs]-[0-9A-Za-z-]{10,}/, 'a token of Slack'],
  [/\bgh[pousr]_[0-9A-Za-z]{30,}/, 'a token of GitHub'],
];

/** Secrets in plain text: whoever may read the document would have them, and so would every copy of it. */
export function lintSecrets(on: Linted): void {
  visit(on, on.whole, '');
}

const WHAT_TO_DO = 'keep it in Secrets Manager, or as a SecureString, and read it when it runs';

function visit(on: Linted, source: Source, name: string): void {
  if (source.is === 'list') for (const item of source.items) visit(on, item, name);
  else if (source.is === 'map')
    for (const [member, value] of source.members) visit(on, value, member === 'default' ? name : member);
  else if (typeof source.value === 'string') lintText(on, source, source.value, name);
}

function lintText(on: Linted, source: Source, text: string, name: string): void {
  const form = FORMS.find(([pattern]) => pattern.test(text));
  if (form) on.err('secret', source, `this looks like ${form[1]}; ${WHAT_TO_DO}`);
  else if (NAMED.test(name) && text !== '' && !text.includes('{{') && !isNoValue(text))
    on.warn('secret', source, `${name} stands here in plain text; ${WHAT_TO_DO}`);
}

/** A reference to a secret, or the type of a parameter, is none. */
const isNoValue = (text: string) => /^(arn:aws|String$|AWS::)/.test(text) || /\s/.test(text);
