import type { Document } from '#domain/documents';
import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import { ownerOf, platformsOf } from './documents-views.ts';

export interface Filter {
  key: string | undefined;
  values: readonly string[];
}

type Holds = (document: Document, value: string, account: string) => boolean;

/** One value of a filter; a filter holds where one of its values does. */
const keys: Readonly<Record<string, Holds>> = {
  Name: ({ name }, value) => name.startsWith(value),
  Owner: (document, value, account) => isOwner(document, value, account),
  DocumentType: ({ type }, value) => type === value,
  PlatformTypes: (document, value) => platformsOf(document).some((platform) => platform === value),
  TargetType: ({ targetType }, value) => targetType === value,
  SearchKeyword: ({ name, description = '' }, value) =>
    `${name} ${description}`.toLowerCase().includes(value.toLowerCase()),
};

const KNOWN = [...Object.keys(keys), 'tag:NAME', 'tag-key'];

/** Whether a document is one that these filters list; all of them have to hold. */
export function holdsOf(filters: readonly Filter[], account: string): (document: Document) => boolean {
  const each = filters.map(({ key = '', values }) => ({ holds: holderOf(key), values }));
  return (document) =>
    each.every(({ holds, values }) => values.length === 0 || values.some((value) => holds(document, value, account)));
}

function holderOf(key: string): Holds {
  if (key.startsWith('tag:')) {
    const name = key.slice(4);
    return ({ tags }, value) => Object.hasOwn(tags, name) && tags[name] === value;
  }
  if (key === 'tag-key') return ({ tags }, value) => Object.hasOwn(tags, value);
  const holds = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (holds) return holds;
  const message = `There is no filter ${JSON.stringify(cut(key, 60))}; wanted one of ${KNOWN.join(', ')}.`;
  throw new Refusal('validation', message, { code: 'InvalidFilterKey' });
}

function isOwner(document: Document, value: string, account: string): boolean {
  switch (value) {
    case 'Self':
    case 'Private':
      return document.account === account;
    case 'Amazon':
    case 'Public':
      return document.account === undefined;
    case 'All':
      return true;
    default:
      return ownerOf(document) === value;
  }
}
