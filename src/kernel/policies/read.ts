import { tokensOf } from './glob.ts';
import type { Listed, Policy, PrincipalPattern, Statement } from './policy.ts';
import { conditionsIn } from './read-conditions.ts';
import { type Fault, faultAt, isObject, textsIn } from './read-values.ts';

/** What a policy is for: what somebody may do, or who may act as a role. */
export type PolicyUse = 'identity' | 'trust';

/** Statements a policy holds at most, and items of a list: sizes in characters are for who stores them. */
const MOST = 500;

/** Reads and checks a policy. A fault says where, what was wanted and what was got; the first one counts. */
export function readPolicy(text: string, use: PolicyUse): { policy: Policy } | { fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { fault: `the policy is not JSON: ${error instanceof Error ? error.message : error}` };
  }
  try {
    return { policy: policyIn(json, use) };
  } catch (error) {
    if (error instanceof PolicyFault) return { fault: error.message };
    throw error;
  }
}

class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
}

const refuse: Fault = (path, wanted, got) => {
  throw new PolicyFault(faultAt(path, wanted, got));
};

function policyIn(json: unknown, use: PolicyUse): Policy {
  if (!isObject(json)) return refuse('', 'an object with Version and Statement', json);
  only(json, '', ['Version', 'Id', 'Statement']);
  const version = json['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') return refuse('Version', '2012-10-17', version);
  if (json['Id'] !== undefined && typeof json['Id'] !== 'string') return refuse('Id', 'a text', json['Id']);
  const given = json['Statement'];
  const statements = Array.isArray(given) ? given : [given];
  if (given === undefined || statements.length === 0) return refuse('Statement', 'one statement at least', given);
  if (statements.length > MOST) return refuse('Statement', `${MOST} statements at most`, statements.length);
  const pathOf = (at: number) => (Array.isArray(given) ? `Statement[${at}]` : 'Statement');
  const sids = new Set<unknown>();
  return {
    version,
    statements: statements.map((statement: unknown, at) => {
      const path = pathOf(at);
      if (!isObject(statement)) return refuse(path, 'an object with Effect and Action', statement);
      checkSid(statement['Sid'], path, sids, use);
      return statementIn(statement, path, use, version === '2012-10-17');
    }),
  };
}

function checkSid(sid: unknown, path: string, seen: Set<unknown>, use: PolicyUse): void {
  if (sid === undefined) return;
  const isGood = typeof sid === 'string' && (use === 'trust' || /^[A-Za-z0-9]*$/.test(sid));
  if (!isGood) refuse(`${path}.Sid`, 'letters and digits', sid);
  if (sid !== '' && seen.has(sid)) refuse(`${path}.Sid`, 'another one for each statement', sid);
  seen.add(sid);
}

const PARTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Condition'];
const PARTS_OF: Readonly<Record<PolicyUse, readonly string[]>> = {
  identity: [...PARTS, 'Resource', 'NotResource'],
  trust: [...PARTS, 'Principal', 'NotPrincipal'],
};

function statementIn(json: Record<string, unknown>, path: string, use: PolicyUse, hasVariables: boolean): Statement {
  only(json, path, PARTS_OF[use]);
  const effect = json['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return refuse(`${path}.Effect`, 'Allow or Deny', effect);
  const conditions = conditionsIn(json['Condition'], `${path}.Condition`, refuse);
  const actions = oneOf(json, path, 'Action', actionAt);
  if (use === 'identity') {
    const resources = oneOf(json, path, 'Resource', (value, at) => resourceAt(value, at, hasVariables));
    return { effect, actions, resources, conditions };
  }
  return { effect, actions, principals: principalsIn(json, path, effect), conditions };
}

/** `Action` or `NotAction`: one of the two, and not both. */
function oneOf(
  json: Record<string, unknown>,
  path: string,
  name: string,
  check: (value: string, path: string) => string,
): Listed<string> {
  const not = json[name] === undefined;
  const member = not ? `Not${name}` : name;
  if (!not && json[`Not${name}`] !== undefined) refuse(path, `either ${name} or Not${name}`, 'both');
  if (json[member] === undefined) refuse(path, `${name} or Not${name}`, 'neither');
  const items = textsIn(json[member], `${path}.${member}`, MOST, refuse);
  return { not, items: items.map(({ text, path: at }) => check(text, at)) };
}

function actionAt(value: string, path: string): string {
  if (value !== '*' && !/^(\*|[a-z0-9-]+):[\w*?]+$/i.test(value))
    refuse(path, '* or a service and an action, such as ssm-incidents:StartIncident', value);
  return value.toLowerCase();
}

function resourceAt(value: string, path: string, hasVariables: boolean): string {
  const isGood = value === '*' || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:./s.test(value) || startsWithVariable(value);
  if (!isGood) refuse(path, '* or an ARN, such as arn:aws:ssm-incidents::123456789012:response-plan/*', value);
  // Read once, so that a broken variable is told when it is stored.
  if (hasVariables && /\$\{[^}]*$/.test(value)) refuse(path, 'a } for each ${', value);
  tokensOf(value, hasVariables ? () => '' : undefined);
  return value;
}

const startsWithVariable = (value: string) => /^\$\{[^}]+\}/.test(value);

const KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
const AWS_PRINCIPAL =
  /^(\*|\d{12}|arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/[\w+=,.@/-]+))$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$|^[a-z0-9-]+\.muster$/;

function principalsIn(json: Record<string, unknown>, path: string, effect: string): Listed<PrincipalPattern> {
  const not = json['Principal'] === undefined;
  const name = not ? 'NotPrincipal' : 'Principal';
  const at = `${path}.${name}`;
  if (!not && json['NotPrincipal'] !== undefined) refuse(path, 'either Principal or NotPrincipal', 'both');
  if (not && json[name] !== undefined && effect === 'Allow')
    refuse(at, 'Effect Deny beside it: AWS takes no other', effect);
  const given = json[name];
  if (given === undefined)
    return refuse(path, 'Principal: who may act as the role', 'neither Principal nor NotPrincipal');
  if (given === '*') return { not, items: [{ kind: 'AWS', value: '*' }] };
  if (!isObject(given)) return refuse(at, '"*" or an object with AWS or Service', given);
  only(given, at, KINDS);
  const items = KINDS.flatMap((kind) =>
    given[kind] === undefined
      ? []
      : textsIn(given[kind], `${at}.${kind}`, MOST, refuse).map(({ text, path: where }) =>
          principalAt(kind, text, where),
        ),
  );
  if (items.length === 0) return refuse(at, 'one principal at least', given);
  return { not, items };
}

function principalAt(kind: PrincipalPattern['kind'], value: string, path: string): PrincipalPattern {
  if (kind === 'AWS' && !AWS_PRINCIPAL.test(value))
    refuse(path, '*, an account, or the ARN of a root, user, role or session', value);
  if (kind === 'Service' && !SERVICE.test(value)) refuse(path, 'a service such as ssm-incidents.amazonaws.com', value);
  return { kind, value };
}

function only(json: Record<string, unknown>, path: string, allowed: readonly string[]): void {
  const other = Object.keys(json).find((name) => !allowed.includes(name));
  if (other !== undefined) refuse(path, `no members but ${allowed.join(', ')}`, other);
}
