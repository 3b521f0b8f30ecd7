import type { RoleKeeping } from '#domain/access';
import { roleArn } from '#domain/access';
import type { ApiDestinations, Connections } from '#domain/events';
import type { Secrets } from '#domain/secrets';
import { parseArn } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';

/** Who knows what a thing is called in full. */
export interface ResourceRooms {
  secrets: Pick<Secrets, 'get'>;
  connections: Pick<Connections, 'get'>;
  apiDestinations: Pick<ApiDestinations, 'get'>;
  roles: Pick<RoleKeeping, 'get'>;
}

type Resolve = (on: Queries, rooms: ResourceRooms, ref: Ref) => Promise<string>;
interface Ref {
  account: string;
  region: string;
  /** What stands where the thing's name does. */
  name: string;
}

/** By service and kind: the ARN of a thing that a call may name by less, and how its name is found in that. */
const RESOLVERS: readonly (readonly [service: string, resource: RegExp, resolve: Resolve])[] = [
  // The random end is not the caller's to know; one that is given is looked up all the same.
  [
    'secretsmanager',
    /^secret:(.+?)(?:-\?{6})?$/s,
    async (on, { secrets }, { account, region, name }) => {
      const [, before = '', suffix = ''] = /^(.+)-([A-Za-z0-9]{6})$/s.exec(name) ?? [];
      const whole = suffix === '' ? {} : { whole: { name: before, suffix } };
      return (await secrets.get(on, { account, region, name, ...whole })).arn;
    },
  ],
  [
    'events',
    /^connection\/([^/]+)\/\*$/,
    async (on, { connections }, ref) => {
      return (await connections.get(on, ref)).arn;
    },
  ],
  [
    'events',
    /^api-destination\/([^/]+)\/\*$/,
    async (on, { apiDestinations }, ref) => {
      return (await apiDestinations.get(on, ref)).arn;
    },
  ],
  [
    'iam',
    /^role\/([\w+=,.@-]+)$/,
    async (on, { roles }, { account, name }) => roleArn(await roles.get(on, account, name)),
  ],
];

/**
 * The ARNs that policies are asked about, each in its one form: a call may name a secret without its end, a role without its
 * path, a plan in an older spelling, and a denial of the one must hold for the other. What is not there stays as it was named.
 */
export async function trueResources(
  on: Queries,
  rooms: ResourceRooms,
  account: string,
  named: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const each of named) found.push(await trueResource(on, rooms, account, plain(each)));
  return [...new Set(found)];
}

/** Nothing of Incident Manager's has a region, and plans have two spellings. */
function plain(named: string): string {
  const arn = parseArn(named);
  if (arn?.service !== 'ssm-incidents') return named;
  return `arn:aws:ssm-incidents::${arn.account}:${arn.resource.replace(/^responseplan\//, 'response-plan/')}`;
}

async function trueResource(on: Queries, rooms: ResourceRooms, account: string, named: string): Promise<string> {
  const arn = parseArn(named);
  // Of another account nothing is looked up: who asks is refused there anyway.
  if (!arn || arn.account !== account) return named;
  for (const [service, resource, resolve] of RESOLVERS) {
    const name = arn.service === service ? resource.exec(arn.resource)?.[1] : undefined;
    if (name === undefined || name === '*') continue;
    try {
      return await resolve(on, rooms, { account, region: arn.region, name });
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'notFound') return named;
      throw error;
    }
  }
  return named;
}
