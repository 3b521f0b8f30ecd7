import { createHash } from 'node:crypto';
import { invalid } from '#kernel/refusal';
import type { PlanRef } from './response-plan.ts';

/** A policy that shares a response plan and its incidents with other accounts (aws-behaviour.md 2.9). */
export interface ResourcePolicy {
  id: string;
  /** The IAM policy document, as it was put. */
  document: string;
  /** Where it was put. */
  region: string;
}

/** The document's own id: putting the same one again changes nothing. */
export const policyId = (document: string) => createHash('sha256').update(document).digest('hex').slice(0, 32);

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const MEMBERS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_MEMBERS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);
const ACCOUNT = /^(\d{12}|arn:aws:iam::\d{12}:(root|user\/.+|role\/.+))$/;
/** What limits `*` to an organisation. */
const ORGANISATION = /^aws:principalorg(id|paths)$/i;

/** Refuses (validation) a document that is no policy, or one that could not share this plan. */
export function checkPolicy(document: string, plan: PlanRef): void {
  const policy = objectOf(parsed(document), 'the document');
  only(policy, MEMBERS, 'the document');
  if ('Version' in policy && !VERSIONS.includes(policy['Version']))
    throw fault(`Version: wanted "2012-10-17", got ${JSON.stringify(policy['Version'])}`);
  const given = policy['Statement'];
  const statements = Array.isArray(given) ? given : [given];
  if (given === undefined || statements.length === 0) throw fault('wanted at least one Statement, got none');
  for (const [index, each] of statements.entries()) checkStatement(each, `Statement ${index + 1}`, plan);
}

function checkStatement(given: unknown, at: string, plan: PlanRef): void {
  const statement = objectOf(given, at);
  only(statement, STATEMENT_MEMBERS, at);
  if (statement['Effect'] !== 'Allow')
    throw fault(`${at}: wanted the Effect "Allow", got ${JSON.stringify(statement['Effect'] ?? null)}`);
  const condition = 'Condition' in statement ? objectOf(statement['Condition'], `${at}: Condition`) : {};
  checkPrincipal(statement['Principal'], `${at}: Principal`, condition);
  for (const action of texts(statement['Action'], `${at}: Action`)) {
    if (/^ssm-incidents:[A-Za-z]+$/.test(action)) continue;
    throw fault(`${at}: Action: wanted actions such as ssm-incidents:StartIncident, got ${JSON.stringify(action)}`);
  }
  for (const resource of texts(statement['Resource'], `${at}: Resource`)) {
    if (isOf(resource, plan)) continue;
    throw fault(
      `${at}: Resource: wanted the plan (response-plan/${plan.name}) or its incidents (incident-record/${plan.name}/*), got ${JSON.stringify(resource)}`,
    );
  }
}

function checkPrincipal(given: unknown, at: string, condition: Record<string, unknown>): void {
  const principals = given === '*' ? ['*'] : texts(objectOf(given, at)['AWS'], `${at}: AWS`);
  if (given !== '*') only(objectOf(given, at), new Set(['AWS']), at);
  for (const principal of principals) {
    if (ACCOUNT.test(principal)) continue;
    if (principal === '*' && isOfOrganisation(condition)) continue;
    throw fault(
      `${at}: wanted an account (12 digits or its ARN), or * with a Condition on aws:PrincipalOrgID, got ${JSON.stringify(principal)}`,
    );
  }
}

function isOfOrganisation(condition: Record<string, unknown>): boolean {
  return Object.values(condition).some(
    (keys) => typeof keys === 'object' && keys !== null && Object.keys(keys).some((key) => ORGANISATION.test(key)),
  );
}

/** The plan's ARN or one of its incidents', in any Region: such ARNs name none, and AWS's own examples say `*`. */
function isOf(resource: string, { account, name }: PlanRef): boolean {
  const [, owner, path = ''] = /^arn:aws:ssm-incidents:[a-z0-9*-]*:(\d{12}):(.+)$/s.exec(resource) ?? [];
  const incidents = `incident-record/${name}/`;
  return owner === account && (path === `response-plan/${name}` || (path.startsWith(incidents) && path !== incidents));
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch (error) {
    throw fault(`wanted a JSON document: ${(error as Error).message}`);
  }
}

function objectOf(given: unknown, at: string): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  throw fault(`${at}: wanted an object, got ${JSON.stringify(given ?? null).slice(0, 100)}`);
}

function only(given: Record<string, unknown>, known: ReadonlySet<string>, at: string): void {
  const strange = Object.keys(given).find((name) => !known.has(name));
  if (strange !== undefined) throw fault(`${at}: wanted ${[...known].join(', ')} only, got ${JSON.stringify(strange)}`);
}

/** A text or a list of texts, at least one. */
function texts(given: unknown, at: string): string[] {
  const all: unknown[] = Array.isArray(given) ? given : [given];
  if (all.length > 0 && all.every((one) => typeof one === 'string')) return all as string[];
  throw fault(`${at}: wanted a text or a list of texts, got ${JSON.stringify(given ?? null).slice(0, 100)}`);
}

function fault(what: string) {
  const message = `policy: ${what}`;
  return invalid(message, { name: 'policy', message });
}
