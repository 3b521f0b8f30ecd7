import { Refusal } from '#kernel/refusal';

/** Policies of secrets: checked when they are put, kept as they are; nothing is allowed by them before policies are evaluated. */

type Fields = Readonly<Record<string, unknown>>;

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const MEMBERS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const ACTION = /^(\*|secretsmanager:[A-Za-z*?]+)$/;

/**
 * Refuses a document that is no policy for the secret `arn` (MalformedPolicyDocumentException, naming the place) and, where
 * `blockPublic`, one that lets everybody in (PublicPolicyException).
 */
export function checkPolicy(document: string, arn: string, blockPublic: boolean): void {
  const policy = fieldsOf(parsed(document), 'the document', MEMBERS);
  if ('Version' in policy && !VERSIONS.includes(policy['Version'])) throw malformed('Version: wanted "2012-10-17"');
  const statements = listOf(policy['Statement']);
  if (statements.length === 0) throw malformed('wanted at least one Statement, got none');
  for (const [index, each] of statements.entries()) {
    const at = `Statement ${index + 1}`;
    const statement = fieldsOf(each, at, STATEMENT);
    checkStatement(statement, at, arn);
    if (blockPublic && isPublic(statement)) {
      const message = `This resource policy grants broad access to the secret: ${at} allows everybody. Name principals, or add a Condition.`;
      throw new Refusal('validation', message, { code: 'PublicPolicyException' });
    }
  }
}

function checkStatement(statement: Fields, at: string, arn: string): void {
  const { Effect: effect, Condition: condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`${at}: Effect: wanted Allow or Deny`);
  principals(one(statement, at, 'Principal', 'NotPrincipal'), at);
  texts(one(statement, at, 'Action', 'NotAction'), `${at}: Action`, (text) => ACTION.test(text), 'secretsmanager:…');
  const isOurs = (text: string) => text === '*' || text === arn || text === arn.replace(/.{6}$/, '??????');
  texts(one(statement, at, 'Resource', 'NotResource'), `${at}: Resource`, isOurs, `* or ${arn}`);
  if (condition !== undefined) fieldsOf(condition, `${at}: Condition`);
}

function principals(given: unknown, at: string): void {
  if (given === '*') return;
  const kinds = Object.entries(fieldsOf(given, `${at}: Principal`, new Set(['AWS', 'Service', 'Federated'])));
  if (kinds.length === 0) throw malformed(`${at}: Principal: wanted at least one`);
  for (const [kind, names] of kinds)
    texts(names, `${at}: Principal: ${kind}`, (name) => name !== '', 'an account, an ARN or a service');
}

/** Allows everybody, on no condition. */
function isPublic({
  Effect: effect,
  Principal: principal,
  NotPrincipal: other,
  Condition: condition,
}: Fields): boolean {
  if (effect !== 'Allow' || condition !== undefined) return false;
  if (other !== undefined || principal === '*') return true;
  return isFields(principal) && Object.values(principal).some((names) => listOf(names).includes('*'));
}

/** Exactly one of two members. */
function one(statement: Fields, at: string, name: string, not: string): unknown {
  if ((statement[name] === undefined) === (statement[not] === undefined))
    throw malformed(`${at}: wanted ${name} or ${not}, and one of them`);
  return statement[name] ?? statement[not];
}

function texts(given: unknown, at: string, isGood: (text: string) => boolean, wanted: string): void {
  const all = listOf(given);
  if (all.length > 0 && all.every((text) => typeof text === 'string' && isGood(text))) return;
  throw malformed(`${at}: wanted ${wanted}`);
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch (error) {
    throw malformed('wanted a JSON document', error);
  }
}

function fieldsOf(given: unknown, at: string, known?: ReadonlySet<string>): Fields {
  if (!isFields(given)) throw malformed(`${at}: wanted an object`);
  const strange = Object.keys(given).find((name) => known && !known.has(name));
  if (strange !== undefined) throw malformed(`${at}: wanted ${[...(known ?? [])].join(', ')} only`);
  return given;
}

const listOf = (given: unknown): unknown[] => (given === undefined ? [] : Array.isArray(given) ? given : [given]);
const isFields = (given: unknown): given is Fields =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

function malformed(what: string, cause?: unknown): Refusal {
  const message = `This resource policy contains a syntax error. ${what}.`;
  return new Refusal('validation', message, { code: 'MalformedPolicyDocumentException' }, cause ? { cause } : {});
}
