import { invalid, notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type ContactRef, contactArn } from './contact.ts';
import { contactsSql } from './contacts.sql.ts';

export interface ContactPolicies {
  /** The policy as it was given; undefined where there is none. */
  policy(on: Queries, ref: ContactRef): Promise<string | undefined>;
  /** Replaces the policy; refuses one that could share nothing, or more than this contact. */
  putPolicy(tx: Tx, ref: ContactRef, policy: string): Promise<void>;
}

const values = ({ account, region, alias }: ContactRef) => [account, region, alias];

export const contactPolicies: ContactPolicies = {
  async policy(on, ref) {
    const row = await on.first(contactsSql.policy, values(ref));
    if (!row) throw notFound('CONTACT', contactArn(ref));
    return row.policy ?? undefined;
  },
  async putPolicy(tx, ref, policy) {
    checkPolicy(policy, ref);
    if (!(await tx.first(contactsSql.setPolicy, [...values(ref), policy]))) throw notFound('CONTACT', contactArn(ref));
  },
};

type Fields = Readonly<Record<string, unknown>>;

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const MEMBERS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);
/** An account, somebody in it, or an organisation or a part of one. */
const PRINCIPAL = /^(\d{12}|arn:aws:iam::\d{12}:\S+|arn:aws:organizations::\d{12}:\S+)$/;

/** Refuses what is no policy for sharing this contact and its engagements (aws-behaviour.md 2.9), naming the statement. */
export function checkPolicy(text: string, ref: ContactRef): void {
  const policy = parse(text);
  if (!isFields(policy)) throw fault('wanted a JSON object with Version and Statement');
  if (policy['Version'] !== undefined && !VERSIONS.includes(policy['Version'])) {
    throw fault(`Version: wanted ${VERSIONS.join(' or ')}`);
  }
  const statements = many(policy['Statement']);
  if (statements.length === 0) throw fault('Statement: wanted at least one');
  for (const [index, statement] of statements.entries()) checkStatement(statement, `Statement[${index}]`, ref);
}

function checkStatement(statement: unknown, at: string, ref: ContactRef): void {
  if (!isFields(statement)) throw fault(`${at}: wanted an object`);
  const unknown = Object.keys(statement).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) throw fault(`${at}: ${cut(unknown)} is not one of ${[...MEMBERS].join(', ')}`);
  if (statement['Effect'] !== 'Allow') throw fault(`${at}.Effect: sharing policies only Allow`);
  checkPrincipals(statement, `${at}.Principal`);
  const whole = /^ssm-contacts:(\*|[A-Za-z]+\*?)$/;
  texts(statement['Action'], `${at}.Action`, (action) => whole.test(action), 'actions of ssm-contacts');
  const own = contactArn(ref);
  const below = own.replace(':contact/', ':engagement/');
  const isOwn = (resource: string) => resource === own || resource.startsWith(`${below}/`);
  texts(statement['Resource'], `${at}.Resource`, isOwn, `${own} or ${below}/*`);
  const condition = statement['Condition'];
  if (condition !== undefined && !isFields(condition)) throw fault(`${at}.Condition: wanted an object`);
}

/** Accounts and organisations; everybody only where a condition says who is meant. */
function checkPrincipals({ Principal: given, Condition: condition }: Fields, at: string): void {
  const named = isFields(given) && Object.keys(given).join() === 'AWS' ? given['AWS'] : given;
  const narrowed = isFields(condition) && Object.keys(condition).length > 0;
  const isGood = (principal: string) => PRINCIPAL.test(principal) || (principal === '*' && narrowed);
  texts(named, at, isGood, 'accounts or organisations (or * with a Condition that says which)');
}

/** One text or a list of texts, all of them good. */
function texts(given: unknown, at: string, isGood: (text: string) => boolean, wanted: string): void {
  const all = many(given);
  const bad = all.find((one) => typeof one !== 'string' || !isGood(one));
  if (all.length === 0 || bad !== undefined) {
    throw fault(`${at}: wanted ${wanted}, got ${all.length === 0 ? 'nothing' : cut(JSON.stringify(bad))}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fault(`it is not JSON (${cut((error as Error).message)})`);
  }
}

const many = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const cut = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

function fault(what: string) {
  const message = `Policy: ${what}`;
  return invalid(message, { name: 'Policy', message });
}
