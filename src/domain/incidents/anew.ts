import type { EngagedFor } from '#domain/engagements';
import { engagedFor, planKey, type ResponsePlan } from '#domain/response-plans';
import { type Silence, silencedText } from '#domain/silences';
import type { Queries, Tx } from '#storage/db';
import { type Asked, custom, engageAll } from './engage-all.ts';
import type { Anew, Heard } from './hear.ts';
import { type Incident, incidentArn } from './incident.ts';
import type { Quiet } from './silenced.ts';
import type { StartRooms } from './start.ts';

/**
 * Engages plans anew for what was quiet and is triggered again: whoever the plan names now, but for those who are still being
 * engaged. Where silences cover all that came, that is done at their end. What flaps is only told.
 */
export async function engageAnew(tx: Tx, now: Date, rooms: StartRooms, heard: Heard, quiet: Quiet): Promise<void> {
  for (const [account, own] of Map.groupBy(heard.anew, ({ incident }) => incident.account)) {
    await rooms.signals.noteAnew(tx, now, account, own.map(({ incident }) => incident.id).sort());
  }
  const asked: Asked[] = heard.flapping.map((incident) => ({ incident, engaging: [], told: [custom(FLAPPING)] }));
  const refs = heard.anew.map(({ incident: { account, planName: name } }) => ({ account, name }));
  const plans = await rooms.responsePlans.find(tx, refs);
  for (const one of heard.anew) {
    const { incident, triggers } = one;
    if (one.held) await rooms.signals.lookAt(tx, now, incident.account, incident.id, undefined, false);
    const silences = triggers.map((trigger) => quiet.coverOf(trigger));
    const plan = plans.get(planKey({ account: incident.account, name: incident.planName }));
    if (silences.every((silence) => silence !== undefined)) {
      await rooms.silences.silence(tx, now, quiet.silencedBy(triggers.at(-1)!, silences.at(-1)));
      asked.push(silenced(one, silences.at(-1)!));
    } else asked.push(await askedAnew(tx, now, rooms, one, plan));
  }
  await engageAll(tx, now, rooms, asked);
}

const FLAPPING =
  'What triggers it flaps (it fires and recovers again and again): the response plan is not engaged anew';

const silenced = ({ incident, because }: Anew, silence: Silence): Asked => ({
  ...{ incident, engaging: [] },
  told: [custom(`${because}: nobody is engaged before that is over, as it is ${silencedText(silence)}`)],
});

async function askedAnew(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  { incident, because }: Anew,
  plan: ResponsePlan | undefined,
): Promise<Asked> {
  const { contacts } = await rooms.engagements.engagedFor(tx, incident.account, incidentArn(incident), now);
  const all = plan ? engagedFor(plan, incident.impact) : [];
  const engaging = all.filter(({ contactArn }) => !contacts.has(contactArn));
  const why = whyNobody(plan, all.length, engaging.length);
  const what = why ? `nobody is engaged anew, as ${why}` : 'the response plan is engaged anew';
  return { incident, engaging, told: [custom(`${because}: ${what}`)] };
}

function whyNobody(plan: ResponsePlan | undefined, named: number, engaging: number): string | undefined {
  if (!plan) return 'its response plan was deleted. Engage by hand';
  if (named === 0) return 'its response plan names nobody. Engage by hand';
  return engaging === 0 ? 'all whom its response plan names are being engaged still' : undefined;
}

/** Whom an incident engages since its plan was engaged last: what was answered before does not count for what came after. */
export async function engagedSince(
  on: Queries,
  { engagements, signals }: Pick<StartRooms, 'engagements' | 'signals'>,
  incident: Incident,
): Promise<EngagedFor> {
  const { account, id } = incident;
  const anewAt = (await signals.activity(on, account, [id])).get(id)?.anewAt;
  return engagements.engagedFor(on, account, incidentArn(incident), anewAt);
}
