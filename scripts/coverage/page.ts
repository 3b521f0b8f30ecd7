import type { Service } from '#wire/service';
import { introductions, notes, remarks } from './notes.ts';
import operations from './operations.json' with { type: 'json' };

/** docs/aws-coverage.md, made from the tables of the services, the names of AWS's operations and our notes on them. */

/** The operations of AWS's models that we know of, by service: those that an incident manager has to do with. */
export const awsOperations: Readonly<Record<string, readonly string[]>> = operations;

export const COVERAGE_FILE = 'docs/aws-coverage.md';

/** The page. Throws, naming it, when a note is on an operation that no service has. */
export function coveragePage(services: readonly Service[]): string {
  const known = new Map(services.map((service) => [service.serviceName, service]));
  const absent = Object.keys(awsOperations).filter((name) => !known.has(name));
  const parts = [
    HEAD,
    table(
      ['service', 'protocols', 'operations that are there'],
      [
        ...services.map((service) => [`\`${service.serviceName}\``, service.protocols.join(', '), tally(service)]),
        ...absent.map((name) => [`\`${name}\``, '', `none of ${awsOperations[name]!.length}`]),
      ],
    ),
    ...services.map(section),
    '## Services that are not there at all',
    ...absent.map((name) => `\`${name}\`: ${listed(awsOperations[name]!)}.`),
    TAIL,
  ];
  return `${parts.join('\n\n')}\n`;
}

function tally(service: Service): string {
  const { there, missing, ours } = split(service);
  const more = ours.length > 0 ? `, and ${ours.length} of our own` : '';
  return missing.length === 0
    ? `all ${there.length}${more}`
    : `${there.length} of ${there.length + missing.length}${more}`;
}

/** A service's operations: AWS's that are there and that are not, and those that AWS does not have. */
function split({ serviceName, operations: declared }: Service) {
  const aws = awsOperations[serviceName] ?? [];
  return {
    there: aws.filter((name) => declared.has(name)),
    missing: aws.filter((name) => !declared.has(name)),
    ours: [...declared.keys()].filter((name) => !aws.includes(name)),
  };
}

function section(service: Service): string {
  const { serviceName: name, protocols, operations: declared } = service;
  const { missing, ours } = split(service);
  const rows = Object.entries(notes[name] ?? {}).map(([key, note]) => [key.split(' '), note] as const);
  const noted = rows.flatMap(([names]) => names);
  const strangers = noted.filter((each, index) => !declared.has(each) || noted.indexOf(each) !== index);
  if (strangers.length > 0) {
    throw new Error(
      `notes on ${name}: ${strangers.join(', ')} is no operation of it, or has two; see scripts/coverage/notes.ts`,
    );
  }
  const plain = [...declared.keys()].filter((each) => !noted.includes(each)).sort();
  const there = (names: readonly string[]) => (names.some((each) => ours.includes(each)) ? 'ours' : 'yes');
  const lines = [
    ...rows.map(([names, note]) => [listed(names), there(names), note]),
    ...(plain.length > 0 ? [[listed(plain), there(plain), '']] : []),
    ...(missing.length > 0 ? [[listed(missing), '**no**', '']] : []),
  ];
  const parts = [
    `## ${name} (${protocols.join(', ')})`,
    ...(introductions[name] ? [introductions[name]] : []),
    table(['operation', 'there', 'what is different or missing'], lines),
    ...(remarks[name] ? [remarks[name]] : []),
  ];
  return parts.join('\n\n');
}

const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const HEAD = `# What of AWS exists

Written by \`npm run coverage\` from the tables that the server runs on; what is said of an operation stands in
\`scripts/coverage/notes.ts\`. The names are those of AWS's models that an incident manager has to do with.

An operation that is not there answers \`UnknownOperationException\` (404; 400 in awsJson), in the query protocol
\`InvalidAction\`. So does every operation of a service that is not there.

Clients need an endpoint, a key and a region: \`AWS_ENDPOINT_URL\`, the key in \`data/credentials\`, any region. Signature
Version 4 is checked as AWS does, in headers or presigned. List tokens are opaque, live 24 hours and belong to one list with
its filters. Idempotency tokens are remembered for a day, in each region for itself; the order of a request's members makes no
difference.`;

const TAIL = `## Different on purpose, everywhere

- A key is its account's administrator; roles may what their policies say ([access.md](access.md)). Another account's resources are
  \`AccessDeniedException\`.
- Every member of the model is checked; all violations come in one message, as at AWS.
- A name counts as a whole: a right id under another contact's or plan's ARN, or in another partition than \`aws\`, is not found
  or refused.
- Quotas are settings ([settings.md](settings.md), \`MUSTER_QUOTA_…\`), with AWS's defaults where those are known
  ([why](decisions/0030-quotas.md)). Beyond one the answer is \`ServiceQuotaExceededException\` (402 at ssm-incidents) with its
  \`quotaCode\`. Where the model has a limit of its own, that answers first, with \`ValidationException\`.
- Throttling does not exist yet.
- A store that cannot be reached is 503 \`ServiceUnavailableException\`, with nothing stored.
- Times are the database's. Signatures may be 15 minutes off it.
- An alarm and its rule make one incident: an alarm's event names the alarm as the trigger, whichever way it came.`;
