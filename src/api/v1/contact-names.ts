import { type ContactRef, contactArn, parseContactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { Refusal } from '#kernel/refusal';
import { faulty } from './problem.ts';

const ALIAS = /^[a-z0-9_-]{1,255}$/;

/** The contact that a caller names: by its alias in the call's region, or by its ARN. Another account's is not found. */
export function contactNamed(actor: Actor, name: string, field: string): ContactRef {
  const { account, region } = actor;
  if (ALIAS.test(name)) return { account, region, alias: name };
  if (!name.startsWith('arn:')) {
    throw faulty([
      {
        field,
        wanted: 'an alias (small letters, digits, hyphens, underscores) or a contact’s ARN',
        got: name.slice(0, 100),
      },
    ]);
  }
  const ref = parseContactArn(name, field);
  if (ref.account === account) return ref;
  throw new Refusal('notFound', `CONTACT not found: ${name}`, { resourceType: 'CONTACT', resourceId: name });
}

export const contactArnNamed = (actor: Actor, name: string, field: string) =>
  contactArn(contactNamed(actor, name, field));
