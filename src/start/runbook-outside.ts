import type { Permissions, RoleKeeping, Sessions } from '#domain/access';
import type { Trail } from '#domain/audit';
import type { Hosts } from '#domain/hosts';
import type { Action } from '#domain/runbooks';
import type { ReadSecret } from '#domain/secrets';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Keyring } from '#kernel/seal';
import { createOutgoing, type Outgoing } from '#providers/outgoing';
import type { Db } from '#storage/db';
import type { Rooms } from '#wire/rooms';
import type { Settings } from '../settings.ts';
import { awsCredentials } from './aws-credentials.ts';
import { createRoleCredentials } from './role-credentials.ts';
import { type RoleCredentials, runbookActions } from './runbook-actions.ts';
import { scriptAction } from './scripts.ts';

/** What steps of runbooks act with. */
export interface RunbookHouse {
  rooms: Rooms & { hosts: Hosts; permissions: Permissions; roles: RoleKeeping; sessions: Sessions };
  trail: Trail;
  secretValue: ReadSecret;
  /** Takes what steps can do. */
  offerActions(actions: readonly Action[]): void;
}

interface Outside {
  db: Db;
  clock: Clock;
  log: Log;
  keyring: Keyring;
  publicUrl: string;
  /** For addresses that users name. */
  outgoing: Outgoing;
}

/** Gives the runbooks of a house all that they can do outside the machine, by the settings. */
export function joinRunbookActions(settings: Settings, house: RunbookHouse, outside: Outside): void {
  const { db, clock, log, keyring, publicUrl, outgoing } = outside;
  const now = () => clock.now();
  const { rooms, trail, secretValue } = house;
  const { permissions } = rooms;
  const { api, actions } = runbookActions({
    ...{ db, log, keyring, rooms, trail, permissions, secretValue, outgoing },
    isSecure: publicUrl.startsWith('https:'),
    aws: { endpoint: settings.MUSTER_AWS_ENDPOINT_URL, hasKeys: signerOf(settings) !== undefined },
    roleCredentials: credentialsOfRoles(settings, house, now),
  });
  house.offerActions([...actions, scriptAction(settings, api, now)]);
}

function signerOf(settings: Settings) {
  const { accessKeyId, secret, sessionToken } = awsCredentials(settings);
  if (accessKeyId === undefined || secret === undefined) return undefined;
  return { accessKeyId, secret, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function credentialsOfRoles(settings: Settings, { rooms }: RunbookHouse, now: () => Date): RoleCredentials {
  const keys = signerOf(settings);
  const baseUrl = settings.MUSTER_AWS_ENDPOINT_URL;
  // The operator's own setting names this address, so it may be anywhere.
  const trusted = baseUrl === undefined ? [] : [new URL(baseUrl).origin];
  const ask = createRoleCredentials({
    ...{ now, roles: rooms.roles, sessions: rooms.sessions, region: settings.MUSTER_REGION },
    outgoing: createOutgoing({ allowPrivate: false, trusted }),
    ...(keys ? { keys } : {}),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  return async (on, of) => {
    const answer = await ask(on, of);
    if (!answer.ok) return { refused: answer.message };
    const { accessKeyId, secret, sessionToken } = answer.keys;
    return { accessKeyId, secretAccessKey: secret, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
}
