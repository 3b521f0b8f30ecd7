import type { Follower, Following, IncidentView, MessagedKind, Telling } from '#domain/followers';
import { type Begun, type Incident, type Incidents, incidentArn } from '#domain/incidents';
import { SECOND } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { credentialOf, type Integration, integrationKinds } from './integration.ts';
import { integrationsSql, toIntegration } from './integrations.sql.ts';
import { putLink } from './links.ts';
import { nextOrder, type ServiceAbility, type ServiceState, stateOf } from './order.ts';
import type { ServiceRooms } from './rooms.ts';

/** What goes to one service together: they bound how often they may be asked. */
const EVERY_MS = 2 * SECOND;
/** The longest alias that every service takes. */
const ALIAS = 255;

/** What its state says beside `ServiceState`: how to find the credential, and under which name the service knows ours. */
interface Known extends ServiceState {
  alias: string;
  secretId: string;
  serviceId?: string;
  integrationId?: string;
}

/** PagerDuty as response plans name it: an incident of its own by the REST API (aws-behaviour.md 2.13). */
export function planPagerDuty(rooms: ServiceRooms): MessagedKind {
  return {
    kind: 'pagerduty',
    everyMs: EVERY_MS,
    async follows(_on, begun) {
      return begun.map(({ incident, integrations = [] }): Following => {
        const followers = integrations.map(({ name, secretId, pagerDutyIncidentConfiguration: { serviceId } }) => {
          const state = { alias: aliasOf(incident), secretId, serviceId };
          return { target: name, channelType: 'PAGERDUTY' as const, state };
        });
        return { followers, seenTo: integrations.map(({ name }) => name) };
      });
    },
    async tell(on, _now, follower, view) {
      const known = knownOf(follower);
      const resolves = await resolvesTheirs(on, rooms.incidents, view, known.theirs);
      const ability = { notes: true, acknowledges: false, updates: false, resolves };
      const read = await credentialFor(rooms, on, follower.account, known.secretId, 'pagerDutyToken');
      return read.fault !== undefined
        ? { fault: read.fault }
        : telling(rooms, follower, view, ability, known.serviceId!, read.credential);
    },
    told: (state, providerId) => ({ ...state, theirs: providerId }),
    async arrived(tx, now, follower, providerId) {
      const { theirs, secretId } = knownOf(follower);
      if (theirs !== providerId) await putLink(rooms.due, tx, now, follower, { theirs: providerId, secretId });
    },
  };
}

/** Services that an account has told of all its incidents, or of those of one plan. */
export function accountServices(rooms: ServiceRooms): MessagedKind {
  return {
    kind: 'integration',
    everyMs: EVERY_MS,
    async follows(on, begun) {
      const opened = begun.filter((one): one is Begun => one.integrations !== undefined);
      const accounts = [...new Set(opened.map(({ incident }) => incident.account))];
      const known =
        accounts.length > 0 ? (await on.rows(integrationsSql.ofAccounts, [accounts])).map(toIntegration) : [];
      return begun.map(({ incident, integrations }): Following => {
        const mine = integrations ? known.filter((one) => concerns(one, incident)) : [];
        const followers = mine.map(({ id, name, kind, secretId }) => {
          const state = { alias: aliasOf(incident), secretId, integrationId: id };
          return { target: name, channelType: integrationKinds[kind].channelType, state };
        });
        return { followers, seenTo: [] };
      });
    },
    async tell(on, _now, follower, view) {
      const row = await on.first(integrationsSql.get, [follower.account, knownOf(follower).integrationId]);
      if (!row) return { nothing: 'the integration was removed' };
      const { kind, secretId } = toIntegration(row);
      const { to, secret, notes } = integrationKinds[kind];
      const read = await credentialFor(rooms, on, follower.account, secretId, secret[0]!.member);
      if (read.fault !== undefined) return { fault: read.fault };
      const ability = { notes, acknowledges: true, updates: !notes, resolves: true };
      return telling(rooms, follower, view, ability, to, read.credential);
    },
    told: (state, providerId) => ({ ...state, theirs: providerId }),
  };
}

const knownOf = ({ state }: Follower) => stateOf(state) as Known;

const aliasOf = (incident: Incident) => {
  const arn = incidentArn(incident);
  return arn.length <= ALIAS ? arn : incident.id;
};

const concerns = ({ account, planName, severity }: Integration, incident: Incident) =>
  account === incident.account &&
  incident.impact <= severity &&
  (planName === undefined || planName === incident.planName);

/** Whether ours resolves theirs: the related item says so, and can be told otherwise. */
async function resolvesTheirs(
  on: Queries,
  incidents: Pick<Incidents, 'related'>,
  { incident }: IncidentView,
  theirs: string | undefined,
): Promise<boolean> {
  if (!incident || !theirs) return true;
  const items = await incidents.related.list(on, incident, { limit: 100 });
  const details = items.map(({ value }) => value['pagerDutyIncidentDetail'] as { id?: string; autoResolve?: boolean });
  return details.find((detail) => detail?.id === theirs)?.autoResolve !== false;
}

type Credential = Readonly<Record<string, string>>;

/** A secret that is missing, or cannot be read, is something a person must know of: never silently (law 4). */
async function credentialFor(
  { secretValue }: ServiceRooms,
  on: Queries,
  account: string,
  secretId: string,
  first: string,
): Promise<{ credential: Credential; fault?: undefined } | { fault: string }> {
  try {
    return { credential: credentialOf(await secretValue(on, account, secretId), first) };
  } catch (error) {
    if (error instanceof Refusal) return { fault: `its secret cannot be read: ${error.message}` };
    throw error;
  }
}

function telling(
  { publicUrl }: ServiceRooms,
  follower: Follower,
  view: IncidentView,
  ability: ServiceAbility,
  to: string,
  credential: Credential,
): Telling {
  const known = knownOf(follower);
  const order = nextOrder(known, ability, view);
  if (!order) return { nothing: 'nothing of what is new concerns it' };
  const { act, subject, text, next } = order;
  const { alias, theirs } = known;
  const about = { act, credential, alias, severity: view.incident?.impact ?? 3, link: publicUrl };
  const { theirs: _former, ...rest } = next;
  return {
    send: { to, subject, text, order: { ...about, ...(theirs && act !== 'open' ? { theirs } : {}) } },
    // A new incident of theirs has a new id.
    state: { ...(act === 'open' ? rest : next) },
    more: nextOrder(next, ability, { ...view, news: [] }) !== undefined,
  };
}
