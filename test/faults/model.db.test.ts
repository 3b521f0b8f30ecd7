import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AcceptPageCommand } from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import fc from 'fast-check';
import { contactArn, parseContactArn, type Stage } from '#domain/contacts';
import { parseIncidentArn } from '#domain/incidents';
import { parsePlanArn } from '#domain/response-plans';
import { statement } from '#storage/statement';
import {
  channelsOf,
  type Happening,
  type PersonPlan,
  ROTA,
  TIERS,
  type TierPlan,
} from '../kit/engagement-model/cases.ts';
import { expectedOf, type IncidentCase, incidents, LATER } from '../kit/engagement-model/incidents.ts';
import { stands } from '../kit/engagement-model/stop-watch.ts';
import { chooseSeed } from '../kit/random.ts';
import { answersIn, replicationSet, responsePlan, rotation, schedule } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, UNHELD, type World } from '../kit/world.ts';

/** The whole engine, on PostgreSQL and over the wire, against the stop-watch: judged by what the fake outside received. */

const LONG = process.env['MUSTER_LONG'] === '1';
const RUNS = LONG ? 500 : 10;
const UNTIL = 90;
const ref = (alias: string) => ({ account: ACCOUNT, region: REGION, alias });
const address = (channel: string) => `${channel}@example.com`;
const actor = {
  account: ACCOUNT,
  region: REGION,
  principal: 'arn:aws:iam::123456789012:user/admin',
  requestId: 'model',
};
const activate = statement(
  'test.activate',
  'update contact_channels set activated_at = $2 where name = any($1::text[])',
);

class Night {
  readonly world: World;
  readonly given: IncidentCase;
  readonly #channels = new Map<string, string>();
  readonly #arrivals: { minute: number; channel: string; key: string }[] = [];
  #seen = 0;
  #incident = '';
  #resolved = false;
  #pages = new Map<string, { pageArn: string; code: string }>();

  constructor(world: World, given: IncidentCase) {
    this.world = world;
    this.given = given;
  }

  /** People with two channels each, their schedule, the escalation plan, and the response plan over them. */
  async prepare(): Promise<string> {
    const { world, given } = this;
    await replicationSet(world);
    const { contacts, contactChannels, responsePlans } = world.house.rooms;
    const people = [...given.people, given.later];
    await world.db.tx(async (tx) => {
      for (const { alias } of people) {
        const fresh = { type: 'PERSONAL' as const, stages: [], rotations: [], tags: {} };
        await contacts.create(tx, world.now(), actor, { ...ref(alias), ...fresh });
        for (const name of channelsOf(alias)) {
          const channel = { contact: ref(alias), name, type: 'EMAIL' as const, address: address(name) };
          const made = await contactChannels.create(tx, world.now(), actor, { ...channel, deferActivation: true });
          this.#channels.set(name, made);
        }
      }
      const active = people.flatMap(({ alias }) => channelsOf(alias)).filter((name) => !given.inactive.includes(name));
      await tx.rows(activate, [active, world.now()]);
    });
    const of = (alias: string) => ({ alias, arn: contactArn(ref(alias)), channelArn: '', address: '' });
    await schedule(world, ROTA, [await rotation(world, 'first', [of('ana'), of('bo')])]);
    const tags = { tags: {}, type: 'ESCALATION' as const, stages: [], rotations: [] };
    await world.db.tx((tx) => contacts.create(tx, world.now(), actor, { ...ref(TIERS), ...tags }));
    for (const person of people) await this.setPerson(person);
    await this.setTiers(given.tiers);
    const plan = await responsePlan(world, 'web', [contactArn(ref(given.root))]);
    const later = { severities: [1], engagements: [contactArn(ref(LATER))], afterMinutes: given.severity.after };
    const change = { template: {}, engagementsBySeverity: [later] };
    await world.db.tx((tx) => responsePlans.update(tx, world.now(), parsePlanArn(plan, 'arn'), change));
    return plan;
  }

  async setPerson({ alias, stages, repeats, timeout }: PersonPlan): Promise<void> {
    const own = stages.map(({ minutes, channels }): Stage => {
      const target = (name: string, retryMinutes: number) => {
        return { kind: 'channel' as const, channelId: this.#channels.get(name)!, retryMinutes };
      };
      return { minutes, targets: channels.map(({ channel, retry }) => target(channel, retry)) };
    });
    await this.#setPlan(alias, own, repeats, timeout);
  }

  async setTiers({ stages, repeats, timeout }: TierPlan): Promise<void> {
    const target = (alias: string, essential: boolean) => ({
      kind: 'contact' as const,
      contact: ref(alias),
      essential,
    });
    const own = stages.map(({ minutes, people }): Stage => {
      return { minutes, targets: people.map(({ alias, essential }) => target(alias, essential)) };
    });
    await this.#setPlan(TIERS, own, repeats, timeout);
  }

  async #setPlan(alias: string, stages: Stage[], repeats: number, acknowledgementTimeoutMinutes: number) {
    const plan = { stages, rotations: [], repeats, acknowledgementTimeoutMinutes };
    const { contacts } = this.world.house.rooms;
    await this.world.db.tx((tx) =>
      contacts.update(tx, this.world.now(), parseContactArn(contactArn(ref(alias)), ''), { plan }),
    );
  }

  async run(): Promise<string[]> {
    const { world, given } = this;
    const plan = await this.prepare();
    const t0 = world.now().getTime();
    const minuteNow = () => Math.floor((world.now().getTime() - t0) / 60_000);
    const begin = new StartIncidentCommand({ responsePlanArn: plan, impact: given.severity.raised === 0 ? 1 : 3 });
    this.#incident = (await world.aws.incidents.send(begin)).incidentRecordArn!;
    for (let minute = 0; minute <= UNTIL; minute++) {
      const target = t0 + minute * 60_000 - world.now().getTime();
      if (stands(given, minute)) {
        world.clock.moveTo(new Date(t0 + minute * 60_000));
        world.aws.sync();
      } else if (stands(given, minute - 1)) {
        // Late messages wait some seconds for one another.
        await world.sleepThrough({ minutes: target / 60_000 });
      } else await world.advance({ seconds: target / 1_000 });
      this.#collect(minuteNow);
      if (given.trouble?.from === minute) world.mail.behave(given.trouble.mode, address(given.trouble.channel));
      if (given.trouble?.to === minute) world.mail.behave('ok', address(given.trouble.channel));
      if (given.severity.raised === minute && minute > 0 && !this.#resolved) {
        await this.#change({ impact: 1 });
        // Whom it engages is paged before anybody answers.
        if (!stands(given, minute)) await world.runDue();
        this.#collect(minuteNow);
      }
      for (const one of given.happenings) if (one.minute === minute) await this.#happen(minute, one.what);
      const edited = given.happenings.some((one) => one.minute === minute && one.what.kind.startsWith('edit'));
      // An edit can end a stage that began minutes ago: the page is late then, and waits some seconds for others.
      if (!stands(given, minute)) await world.advance({ seconds: edited ? 4 : 0 });
      this.#collect(minuteNow);
    }
    for (const { alias } of [...given.people, given.later])
      for (const channel of channelsOf(alias)) world.mail.take(address(channel));
    return this.#arrivals.map(({ minute, channel }) => `${minute} ${channel}`);
  }

  /** One message is one, however often its key came. */
  #collect(minuteNow: () => number): void {
    const known = new Set(this.#arrivals.map(({ key }) => key));
    for (const message of this.world.mail.sent.slice(this.#seen)) {
      const channel = message.to.split('@')[0]!;
      this.#pages.set(channel, answersIn(message));
      if (known.has(message.key)) continue;
      known.add(message.key);
      this.#arrivals.push({ minute: minuteNow(), channel, key: message.key });
    }
    this.#seen = this.world.mail.sent.length;
  }

  async #change(what: { impact?: number; status?: 'OPEN' | 'IN_PROGRESS' | 'RESOLVED' }): Promise<void> {
    const { world } = this;
    const incident = parseIncidentArn(this.#incident, 'arn');
    await world.db.tx((tx) => world.house.rooms.incidents.update(tx, world.now(), actor, incident, what));
  }

  async #happen(minute: number, what: Happening): Promise<void> {
    const { world } = this;
    if (what.kind === 'answer') {
      const page = this.#pages.get(channelsOf(what.alias)[0]!);
      const answer = page && { PageId: page.pageArn, AcceptType: 'READ' as const, AcceptCode: page.code };
      if (answer) await world.aws.contacts.send(new AcceptPageCommand(answer));
    }
    if (what.kind === 'edit') await this.setPerson(what.person);
    if (what.kind === 'editTiers') await this.setTiers(what.tiers);
    if (what.kind.startsWith('edit') && !stands(this.given, minute)) await world.runDue();
    if (this.#resolved) return;
    if (what.kind === 'progress') await this.#change({ status: what.inProgress ? 'IN_PROGRESS' : 'OPEN' });
    if (what.kind !== 'resolve') return;
    this.#resolved = true;
    await this.#change({ status: 'RESOLVED' });
  }
}

test('whatever happens, people get the messages that a person with a stop-watch would send, at the same minutes', {
  timeout: LONG ? 3_600_000 : 600_000,
}, async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`MUSTER_SEED=${seed}`);
  await fc.assert(
    fc.asyncProperty(incidents(), async (given) => {
      await using world = await openWorld({ limits: UNHELD });
      const got = await new Night(world, given).run();
      const { messages, owed } = expectedOf(given, UNTIL);
      const { trouble } = given;
      const passing = (line: string) => trouble?.mode === 'temporary' && line.endsWith(` ${trouble.channel}`);
      assert.deepEqual(got.filter((line) => !passing(line)).toSorted(), messages);
      const soon = got.filter((line) => passing(line) && [1, 2].includes(Number.parseInt(line, 10) - trouble!.to));
      assert.ok(!owed || soon.length > 0, 'what passing trouble kept back leaves when it is over');
    }),
    // A case takes seconds: the seed replays it, and no smaller one is looked for.
    { seed: seed | 0, numRuns: RUNS, endOnFailure: true },
  );
});
