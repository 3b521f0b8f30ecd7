import type { Member, Shape } from '#kernel/shape';
import { instantOf } from './encode.ts';

/** XML answers of the query protocol. */

const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Markup, what a reader would normalise away, and what XML 1.0 cannot hold at all. */
const SPECIAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[&<>"\r\n\u0085\u2028]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for an element or attribute. Characters that XML cannot hold become U+FFFD: one must not spoil a whole answer. */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL, (character) => {
    const named = NAMED[character];
    if (named) return named;
    return /[\r\n\u0085\u2028]/.test(character)
      ? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`
      : '\ufffd';
  });
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** The members of a structure as elements; absent ones are left out. */
export function xmlMembers(members: readonly Member[], value: unknown): string {
  if (typeof value !== 'object' || value === null) throw new TypeError(`an output must be an object, got ${value}`);
  const source = value as Record<string, unknown>;
  return members
    .filter(({ name }) => Object.hasOwn(source, name) && source[name] !== undefined && source[name] !== null)
    .map(({ name, shape }) => element(name, xmlContent(shape, source[name], name)))
    .join('');
}

function xmlContent(given: Shape, value: unknown, name: string): string {
  const shape = given.kind === 'lazy' ? given.of() : given;
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return xmlMembers(shape.members, value);
    case 'list':
      return (value as unknown[]).map((item) => element('member', xmlContent(shape.member, item, name))).join('');
    case 'map':
      return Object.entries(value as object)
        .map(([key, item]) => {
          const content = element(shape.valueName, xmlContent(shape.value, item, name));
          return element('entry', element(shape.keyName, escapeXml(key)) + content);
        })
        .join('');
    case 'timestamp':
      return instantOf(value, name).toISOString();
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'document':
      return escapeXml(JSON.stringify(value));
    default:
      return escapeXml(String(value));
  }
}
