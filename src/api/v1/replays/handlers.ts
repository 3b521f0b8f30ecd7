import { DEFAULT_BUS } from '#domain/events';
import type { NearMiss, Replayed, ReplayPosition, WouldBe } from '#domain/insight';
import { parsePlanArn } from '#domain/response-plans';
import { arns } from '#kernel/arn';
import { after } from '#kernel/clock';
import { readPosition } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers, InputOf } from '../route.ts';
import type { Static } from '../schema.ts';
import type { replayRoutes } from './routes.ts';
import type { Replay } from './schemas.ts';

type Body = InputOf<(typeof replayRoutes)['replay']>['body'];

/** The name of a rule that is only tried. */
const TRIED = 'tried';

export function replayHandlers({ insight, rules, responsePlans, cursors }: ApiRooms): Handlers<typeof replayRoutes> {
  /** What is to be tried: the rule's own, where nothing else is given. */
  async function triedBy(call: Call, body: Body): Promise<{ pattern: string; plan: string; ruleArn: string }> {
    const { account, region } = call.actor;
    const ref = { account, region, bus: DEFAULT_BUS, name: body.rule ?? TRIED };
    const rule = body.rule === undefined ? undefined : await rules.get(call.context, ref);
    const target = rule?.targets.find(({ arn }) => /:response-?plan\//.test(arn));
    const pattern = body.pattern ?? rule?.pattern;
    const plan = body.plan ?? (target && parsePlanArn(target.arn, 'rule').name);
    if (pattern === undefined) throw missing('pattern', 'an event pattern, or a rule that has one');
    if (plan === undefined) throw missing('plan', 'the name of a response plan, or a rule that starts one');
    return { pattern, plan, ruleArn: arns.rule(region, account, DEFAULT_BUS, ref.name) };
  }
  return {
    replay: async (call, { body }) => {
      const { cursor, from, to, resolvedAfterMinutes: minutes, ...rest } = body;
      const { account, region } = call.actor;
      const { pattern, plan: name, ruleArn } = await triedBy(call, body);
      const plan = await responsePlans.get(call.context, { account, name });
      const scope = { account, region, operation: `muster:${call.operation}`, filters: { ...rest, from, to, minutes } };
      const position =
        cursor === undefined
          ? undefined
          : (readPosition(() => cursors.read(scope, cursor, call.now)) as ReplayPosition);
      const replayed = await insight.replay(call.context, call.now, {
        ...{ account, region, bus: DEFAULT_BUS, pattern, plan, ruleArn },
        ...{
          from: new Date(from), // What was accepted at this very moment counts.
          to: to === undefined ? after(call.now, 1) : new Date(to),
        },
        ...(minutes === undefined ? {} : { resolvedAfterMinutes: minutes }),
        ...(position ? { position } : {}),
      });
      return replayView(replayed, replayed.position ? cursors.write(scope, replayed.position, call.now) : null);
    },
  };
}

const missing = (field: string, wanted: string) => faulty([{ field, wanted, got: 'nothing' }]);

function replayView({ position: _here, readTo, ...page }: Replayed, next: string | null): Static<typeof Replay> {
  return {
    ...page,
    incidents: page.incidents.map((one: WouldBe) => ({ ...one, openedAt: one.openedAt.toISOString() })),
    nearest: page.nearest.map((one: NearMiss) => ({ ...one, misses: one.misses.slice(0, 100) })),
    readTo: readTo.toISOString(),
    next,
  };
}
