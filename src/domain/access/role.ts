import { createHash, randomBytes } from 'node:crypto';
import { arns, parseArn } from '#kernel/arn';
import type { Tags } from '#kernel/tags';

/** Whom services and people may act as. */
export interface Role {
  account: string;
  name: string;
  /** AROA…: another one where a role is made again under its name. */
  id: string;
  /** `/`, or `/a/b/`. */
  path: string;
  /** Who may act as it, as it was written. */
  trustPolicy: string;
  description?: string;
  /** 3,600 to 43,200. */
  maxSessionSeconds: number;
  /** A managed policy beyond which nothing is allowed. */
  boundaryArn?: string;
  tags: Tags;
  createdAt: Date;
}

/** A policy that roles may share. */
export interface ManagedPolicy {
  arn: string;
  name: string;
  /** ANPA…. */
  id: string;
  path: string;
  description?: string;
  tags: Tags;
  defaultVersion: number;
  /** Roles that have it. */
  attachments: number;
  /** Roles that it is the boundary of. */
  boundaries: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface PolicyVersion {
  version: number;
  isDefault: boolean;
  document: string;
  createdAt: Date;
}

/** Names are unique in any spelling of their letters. */
export const keyOfName = (name: string): string => name.toLowerCase();

export const roleArn = ({ account, path, name }: Pick<Role, 'account' | 'path' | 'name'>): string =>
  arns.role(account, path, name);

/** Account, path and name in a role's ARN; undefined: it is none. */
export function parseRoleArn(text: string): { account: string; path: string; name: string } | undefined {
  const arn = parseArn(text);
  const [, path, name] = /^role(\/(?:.*\/)?)([\w+=,.@-]{1,64})$/.exec(arn?.resource ?? '') ?? [];
  if (!arn?.account || arn.partition !== 'aws' || arn.service !== 'iam' || arn.region !== '') return undefined;
  return path === undefined || name === undefined ? undefined : { account: arn.account, path, name };
}

/** Owner (`aws`, or an account), path and name in a managed policy's ARN. */
export function parsePolicyArn(text: string): { owner: string; path: string; name: string } | undefined {
  const [, owner, path, name] = /^arn:aws:iam::(aws|\d{12}):policy(\/(?:.*\/)?)([\w+=,.@-]{1,128})$/.exec(text) ?? [];
  return owner === undefined || path === undefined || name === undefined ? undefined : { owner, path, name };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const written = (bytes: Uint8Array) => [...bytes].map((byte) => ALPHABET[byte % 32]).join('');

/** A new id in AWS's form: `AROA`, `ANPA` or `ASIA`, and 16 or 17 characters. */
export const newAwsId = (prefix: 'AROA' | 'ANPA' | 'ASIA'): string =>
  `${prefix}${written(randomBytes(prefix === 'ASIA' ? 16 : 17))}`;

/** The id of something that is always there, by its ARN. */
export const standingId = (prefix: 'ANPA' | 'AIDA', arn: string): string =>
  `${prefix}${written(createHash('sha256').update(arn).digest().subarray(0, 17))}`;
