import type { Permissions } from '#domain/access';
import type { Context } from '#kernel/policies/index';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import type { GatewayOptions } from './gateway.ts';
import type { CallInfo, Operation } from './service.ts';
import { type ResourceRooms, trueResources } from './true-resources.ts';

export interface AuthoriseDeps {
  db: Queries;
  rooms: ResourceRooms & { permissions: Permissions };
  /** People reach Muster over TLS. */
  isSecure: boolean;
}

/**
 * The pipeline's step that asks whether the caller may: of a role's session its policies of this moment, for the operation's
 * action on each of its resources. Refuses (accessDenied) in AWS's words.
 */
export function authoriseWith({ db, rooms, isSecure }: AuthoriseDeps): GatewayOptions<unknown>['authorise'] {
  return async (call, operation, input) => {
    if (operation.judgedByHandler) return;
    const { account, principal, session } = call.actor;
    const verdict = await rooms.permissions.judge(db, {
      ...{ account, principal, action: operation.action, context: callContext(call, isSecure) },
      ...(session
        ? { session, resources: await namedResources(db, rooms, call, operation, input) }
        : { resources: ['*'] }),
    });
    if (!verdict.allowed) throw new Refusal('accessDenied', verdict.message);
  };
}

/** What a call does something to, in the form in which policies name it. */
export async function namedResources(
  db: Queries,
  rooms: ResourceRooms,
  { actor }: Pick<CallInfo, 'actor'>,
  operation: Operation,
  input: unknown,
) {
  const named = operation.resource(input as never, actor);
  // Something named nowhere at all is no licence: it is asked for as if it were everything.
  return trueResources(db, rooms, actor.account, named.length > 0 ? named : ['*']);
}

/** The condition keys of a call, in lower case. */
export function callContext(
  call: Pick<CallInfo, 'actor' | 'now' | 'sourceIp' | 'userAgent'>,
  isSecure: boolean,
): Context {
  const { actor, now, sourceIp, userAgent } = call;
  return {
    'aws:requestedregion': [actor.region],
    'aws:currenttime': [now.toISOString()],
    'aws:epochtime': [String(Math.floor(now.getTime() / 1_000))],
    'aws:securetransport': [String(isSecure)],
    'aws:viaawsservice': [String(actor.invokedBy !== undefined)],
    // A service that calls on somebody's behalf has no address of theirs.
    ...(sourceIp === '' || actor.invokedBy !== undefined ? {} : { 'aws:sourceip': [sourceIp] }),
    ...(userAgent === '' ? {} : { 'aws:useragent': [userAgent] }),
  };
}
