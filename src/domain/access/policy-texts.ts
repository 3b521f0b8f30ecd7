import { type Policy, type PolicyUse, readPolicy } from '#kernel/policies/index';
import { malformed, tooMuch } from './role-refusals.ts';

/** Characters of policies at most, blanks not counted; as at AWS. */
export const SIZES = { trust: 2_048, managed: 6_144, ownOfRole: 10_240, session: 2_048 } as const;

/** Texts that were read stay read: judging is asked on every call. */
const REMEMBERED = 500;
const remembered = new Map<string, Policy>();

export const sizeOf = (text: string): number => text.replace(/\s+/g, '').length;

/** Refuses a policy that cannot be judged, naming where, and one that is too long. */
export function checkPolicy(text: string, use: PolicyUse, limit: number, what: string): void {
  const read = readPolicy(text, use);
  if ('fault' in read) throw malformed(read.fault);
  if (sizeOf(text) > limit) throw tooMuch(what, limit);
}

/** A policy that was checked when it was stored. Throws where this version reads it no more. */
export function storedPolicy(text: string, use: PolicyUse): Policy {
  const key = `${use} ${text}`;
  const known = remembered.get(key);
  if (known) return known;
  const read = readPolicy(text, use);
  if ('fault' in read) throw new Error(`a stored policy cannot be read any more: ${read.fault}`);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(key, read.policy);
  return read.policy;
}
