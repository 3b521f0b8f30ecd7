import { isObject } from '#kernel/patterns/index';
import { invalid, Refusal } from '#kernel/refusal';
import { messageOf } from '#kernel/text';

/** A statement of a bus's resource policy, as it was written. It is kept and shown; who may put events, policies of keys say. */
export type PolicyStatement = Record<string, unknown>;

/** What PutPermission is given: a whole policy, or one statement by its parts. */
export interface Permission {
  policy?: string;
  statementId?: string;
  principal?: string;
  action?: string;
  condition?: { type: string; key: string; value: string };
}

/** AWS's bound on the whole document, in characters. */
const LONGEST = 10_240;

/** The statements after a permission was put. Refuses (validation) a wrong one, and a policy that grows too long. */
export function withPermission(was: readonly PolicyStatement[], busArn: string, given: Permission): PolicyStatement[] {
  const { policy, ...parts } = given;
  if (policy !== undefined) {
    if (Object.values(parts).some((part) => part !== undefined))
      throw fault('Policy', 'wanted a whole policy, or a statement by its parts, and not both');
    return bounded(statementsIn(policy));
  }
  const { statementId, principal, action = 'events:PutEvents', condition } = parts;
  if (statementId === undefined) throw fault('StatementId', 'wanted an id of the statement, or a whole policy');
  if (principal === undefined) throw fault('Principal', 'wanted an account of 12 digits, or *');
  if (action !== 'events:PutEvents') throw fault('Action', `wanted events:PutEvents, got ${action}`);
  const statement = {
    Sid: statementId,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: `arn:aws:iam::${principal}:root` },
    Action: action,
    Resource: busArn,
    ...(condition ? { Condition: { [condition.type]: { [condition.key]: condition.value } } } : {}),
  };
  return bounded([...was.filter(({ Sid }) => Sid !== statementId), statement]);
}

/** The statements without one of them. Refuses (notFound) an id that none has. */
export function withoutPermission(was: readonly PolicyStatement[], statementId: string): PolicyStatement[] {
  const left = was.filter(({ Sid }) => Sid !== statementId);
  if (left.length < was.length) return left;
  throw new Refusal('notFound', `Statement with id ${statementId} does not exist in the policy of this event bus.`, {
    resourceType: 'STATEMENT',
    resourceId: statementId,
  });
}

/** The document; undefined without statements. */
export const policyText = (statements: readonly PolicyStatement[]): string | undefined =>
  statements.length === 0 ? undefined : JSON.stringify({ Version: '2012-10-17', Statement: statements });

function statementsIn(text: string): PolicyStatement[] {
  if (text.length > LONGEST) throw tooLong(text.length);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw fault('Policy', `wanted a policy as JSON: ${messageOf(error)}`);
  }
  const listed = isObject(document) ? [document['Statement']].flat() : [];
  if (listed.length === 0 || !listed.every(isObject))
    throw fault('Policy', 'wanted a policy with a list of statements under Statement');
  return listed;
}

function bounded(statements: PolicyStatement[]): PolicyStatement[] {
  const { length } = policyText(statements) ?? '';
  if (length > LONGEST) throw tooLong(length);
  return statements;
}

const tooLong = (length: number) =>
  new Refusal('validation', `Policy: wanted at most ${LONGEST} characters, got ${length}; take statements away first`, {
    code: 'PolicyLengthExceededException',
  });

const fault = (name: string, wanted: string) => invalid(`${name}: ${wanted}`, { name, message: wanted });
