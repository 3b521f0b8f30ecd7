import type { Permissions } from '#domain/access';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import type { Exchange, Served } from './pipeline.ts';
import type { Call } from './route.ts';

export interface RoleJudge {
  permissions: Permissions;
  /** People reach Muster over TLS. */
  isSecure: boolean;
}

/** What a policy must allow for a route: `muster:GetIncident`. */
const actionOf = (name: string): string => `muster:${name[0]!.toUpperCase()}${name.slice(1)}`;

/** Asks the policies of a caller that acts as a role. Refuses (accessDenied) in AWS's words. */
export async function judgeRole(
  { permissions, isSecure }: RoleJudge,
  on: Queries,
  { actor, now }: Omit<Call, 'context'>,
  { name, route }: Served,
  { message, params }: Exchange,
): Promise<void> {
  const { account, region, principal, session } = actor;
  if (!session) return;
  const path = route.path.slice(1).replace(/\{(\w+)\}/g, (_, parameter: string) => params[parameter] ?? '');
  const verdict = await permissions.judge(on, {
    ...{ account, principal, session, action: actionOf(name) },
    resources: [`arn:aws:muster:${region}:${account}:${path}`],
    context: {
      'aws:requestedregion': [region],
      'aws:currenttime': [now.toISOString()],
      'aws:epochtime': [String(Math.floor(now.getTime() / 1_000))],
      'aws:securetransport': [String(isSecure)],
      'aws:viaawsservice': ['false'],
      'aws:sourceip': [message.socket.remoteAddress ?? ''],
    },
  });
  if (!verdict.allowed) throw new Refusal('accessDenied', verdict.message);
}
