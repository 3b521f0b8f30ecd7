import type { ResponsePlanChange } from '#api/client/generated';
import { type Command, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { lastOf } from '../names.ts';
import { fields, json } from '../table.ts';
import { readCount } from '../words.ts';

const DAY = 1_440;
const WEEK = 10_080;
const RECOVERY = ['note', 'resolve'] as const;

/** What a response plan wants done about noise. */
export const planNoise: Command = {
  name: 'plans noise',
  positionals: ['PLAN'],
  options: {
    'on-recovery': { type: 'string', value: 'WHAT', about: 'note or resolve', choices: RECOVERY },
    'resolve-after': { type: 'string', value: 'MINUTES', about: 'how long nothing must fire before it is resolved' },
    'page-again-after': { type: 'string', value: 'MINUTES', about: 'quiet after which a new alarm pages again; never' },
    'group-by': { type: 'string', value: 'PATH', about: 'into the event: detail.labels.service', several: true },
    'group-window': { type: 'string', value: 'MINUTES', about: 'how long others join an incident; 10 unless given' },
    'no-groups': { type: 'boolean', about: 'draw nothing together any more' },
    flapping: { type: 'string', value: 'N/MINUTES', about: 'what recovers more than N times within so many flaps' },
    'no-flapping': { type: 'boolean', about: 'nothing flaps any more' },
    json: jsonOption,
  },
  summary: 'what a plan does about recovery, quiet, groups and flapping',
  help: `
Shows, or changes where something is given, what a response plan wants done about noise. PLAN is its name or ARN.

  muster plans noise payments
  muster plans noise payments --on-recovery resolve --resolve-after 10
  muster plans noise payments --group-by detail.labels.service --group-window 15 --flapping 4/60`,
  async run({ io, client }, given) {
    const params = { plan: lastOf(given.positionals[0]!) };
    const body = changeIn(given);
    if (Object.keys(body).length > 0) {
      const { etag } = await client().api('getResponsePlan', { params });
      await client().api('editResponsePlan', { params, body, ifMatch: etag ?? '*' });
    }
    const plan = (await client().api('getResponsePlan', { params })).body;
    const { onRecovery, resolveAfterMinutes, pageAgainAfterMinutes, grouping, flapping } = plan;
    const noise = { onRecovery, resolveAfterMinutes, pageAgainAfterMinutes, grouping, flapping };
    const after = onRecovery === 'resolve' ? `, after ${resolveAfterMinutes} minutes` : '';
    const pairs: [string, string][] = [
      ['on recovery', `${onRecovery}${after}`],
      ['pages again', pageAgainAfterMinutes === null ? 'never' : `after ${pageAgainAfterMinutes} minutes of quiet`],
      ['groups', grouping ? `by ${grouping.by.join(', ')}, for ${grouping.windowMinutes} minutes` : 'none'],
      [
        'flaps',
        flapping ? `more than ${flapping.recoveries} recoveries in ${flapping.withinMinutes} minutes` : 'nothing',
      ],
    ];
    io.out(given.flag('json') ? json(noise) : fields(pairs));
    return undefined;
  },
};

function changeIn(given: Given): ResponsePlanChange {
  const minutes = (name: string, max: number) => {
    const text = given.text(name);
    return text === undefined ? undefined : readCount(name, text, max);
  };
  const onRecovery = given.text('on-recovery');
  const word = RECOVERY.find((one) => one === onRecovery);
  if (onRecovery !== undefined && !word)
    throw usage(`--on-recovery: wanted note or resolve, got ${JSON.stringify(onRecovery)}`);
  const resolveAfterMinutes = given.text('resolve-after') === '0' ? 0 : minutes('resolve-after', DAY);
  const again = given.text('page-again-after') === 'never' ? null : minutes('page-again-after', WEEK);
  const by = given.texts('group-by');
  const windowMinutes = minutes('group-window', DAY);
  if (by.length === 0 && windowMinutes !== undefined) throw usage('--group-window: wanted with --group-by');
  const grouping = given.flag('no-groups')
    ? null
    : by.length > 0
      ? { by, windowMinutes: windowMinutes ?? 10 }
      : undefined;
  const flapping = given.flag('no-flapping') ? null : flappingIn(given.text('flapping'));
  return {
    ...(word ? { onRecovery: word } : {}),
    ...(resolveAfterMinutes === undefined ? {} : { resolveAfterMinutes }),
    ...(again === undefined ? {} : { pageAgainAfterMinutes: again }),
    ...(grouping === undefined ? {} : { grouping }),
    ...(flapping === undefined ? {} : { flapping }),
  };
}

function flappingIn(text: string | undefined): ResponsePlanChange['flapping'] {
  if (text === undefined) return undefined;
  const [, recoveries, minutes] = /^(\d{1,2})\/(\d{1,4})$/.exec(text) ?? [];
  if (!recoveries || !minutes) throw usage(`--flapping: wanted N/MINUTES, e.g. 4/60, got ${JSON.stringify(text)}`);
  return { recoveries: Number(recoveries), withinMinutes: Number(minutes) };
}
