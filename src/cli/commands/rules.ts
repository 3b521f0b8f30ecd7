import type { ListedRule } from '#api/client/generated';
import type { Client, RulesOutput } from '../client.ts';
import { type Command, type Given, jsonOption } from '../command.ts';
import { listRules, MOST } from '../names.ts';
import { listOwnRules } from '../own-lists.ts';
import { collect } from '../paging.ts';
import { fields, json, listed } from '../table.ts';
import { readCount } from '../words.ts';

type Target = NonNullable<RulesOutput<'ListTargetsByRule'>['Targets']>[number];

const PAGE = 100;
const busOption = { type: 'string', value: 'BUS', about: 'on this bus; the default one unless given' } as const;
const onBus = (given: Given) => {
  const bus = given.text('bus');
  return bus === undefined ? {} : { EventBusName: bus };
};

export const listRulesCommand: Command = {
  name: 'rules list',
  positionals: [],
  options: {
    bus: busOption,
    prefix: { type: 'string', value: 'TEXT', about: 'whose names begin so' },
    limit: { type: 'string', value: 'N', about: `at most N, by name; 100 unless given, ${MOST} at most` },
    json: jsonOption,
  },
  summary: 'the rules and their patterns, by name',
  help: `
Lists the rules of the region: which events start something, and the day each last matched one. never: none of the 200,000
newest deliveries was by it; everything: every event matches it. --json has AWS's own words.

  muster rules list
  muster rules list --prefix payments --json`,
  async run({ io, client }, given) {
    const limit = readCount('limit', given.text('limit') ?? '100', MOST);
    const rules = await listRules(client(), given.text('prefix'), limit, given.text('bus'));
    if (given.flag('json')) {
      io.out(json(rules));
      return undefined;
    }
    const own = new Map((await listOwnRules(client(), given.text('bus'))).map((rule) => [rule.name, rule]));
    const rows = rules.map(({ Name = '', State = '', Description = '', EventPattern, ScheduleExpression }) => [
      Name,
      State.toLowerCase(),
      noteOf(own.get(Name)),
      Description,
      [ScheduleExpression, EventPattern].filter(Boolean).join(' '),
    ]);
    const hint = 'No rule fits. `muster rules put` makes one.';
    listed(io, ['NAME', 'STATE', 'MATCHED', 'DESCRIPTION', 'FIRES'], rows, hint);
    return undefined;
  },
};

/** What stands out of a rule: that all events match it, or when the last did. */
function noteOf(rule: ListedRule | undefined): string {
  if (rule === undefined) return '';
  return rule.matchesEverything ? 'everything' : (rule.lastMatch?.slice(0, 10) ?? 'never');
}

/** All targets of a rule. */
export function targetsOf(client: Client, Rule: string, bus: { EventBusName?: string } = {}): Promise<Target[]> {
  return collect(MOST, async (NextToken) => {
    const page = await client.rules('ListTargetsByRule', {
      Rule,
      ...bus,
      Limit: PAGE,
      ...(NextToken ? { NextToken } : {}),
    });
    return { items: page.Targets ?? [], next: page.NextToken };
  });
}

export const showRule: Command = {
  name: 'rules show',
  positionals: ['RULE'],
  options: { bus: busOption, json: jsonOption },
  summary: 'one rule, with its targets',
  help: `
Shows a rule: which events it picks, and where they go. RULE is its name.

  muster rules show alarms`,
  async run({ io, client }, given) {
    const [Name = ''] = given.positionals;
    const rule = await client().rules('DescribeRule', { Name, ...onBus(given) });
    const targets = await targetsOf(client(), Name, onBus(given));
    const pairs: [string, string | undefined][] = [
      ['name', rule.Name],
      ['description', rule.Description],
      ['state', rule.State?.toLowerCase()],
      ['pattern', rule.EventPattern],
      ['schedule', rule.ScheduleExpression],
      ...targets.map(({ Id, Arn }): [string, string] => ['target', `${Id}: ${Arn}`]),
      ['role', rule.RoleArn],
      ['arn', rule.Arn],
    ];
    io.out(given.flag('json') ? json({ ...rule, Targets: targets }) : fields(pairs));
    return undefined;
  },
};

/** A command that switches a rule. */
function switchCommand(
  word: 'enable' | 'disable',
  operation: 'EnableRule' | 'DisableRule',
  text: { summary: string; help: string },
): Command {
  return {
    name: `rules ${word}`,
    positionals: ['RULE'],
    options: { bus: busOption },
    summary: text.summary,
    help: `\n${text.help} RULE is its name.\n\n  muster rules ${word} alarms`,
    async run({ io, client }, given) {
      const [Name = ''] = given.positionals;
      await client().rules(operation, { Name, ...onBus(given) });
      io.out(`${Name}\n`);
      io.err(`Rule ${Name} is ${word}d.\n`);
      return undefined;
    },
  };
}

export const enableRule = switchCommand('enable', 'EnableRule', {
  summary: 'let a rule match again',
  help: 'Lets a rule match from the next event on.',
});
export const disableRule = switchCommand('disable', 'DisableRule', {
  summary: 'let a rule match nothing, and keep it',
  help: 'From the next event on the rule matches nothing. It keeps its targets.',
});

export const deleteRule: Command = {
  name: 'rules delete',
  positionals: ['RULE'],
  options: {
    bus: busOption,
    'with-targets': { type: 'boolean', about: 'take its targets away first; without it they are in the way' },
  },
  summary: 'delete a rule',
  help: `
Deletes a rule. One that has targets is refused, unless they are to go with it. RULE is its name.

  muster rules delete alarms --with-targets`,
  async run({ io, client }, given) {
    const [Name = ''] = given.positionals;
    if (given.flag('with-targets')) {
      const Ids = (await targetsOf(client(), Name, onBus(given))).map(({ Id }) => Id);
      for (let at = 0; at < Ids.length; at += PAGE) {
        await client().rules('RemoveTargets', { Rule: Name, ...onBus(given), Ids: Ids.slice(at, at + PAGE) });
      }
    }
    await client().rules('DeleteRule', { Name, ...onBus(given) });
    io.out(`${Name}\n`);
    io.err(`Rule ${Name} is deleted.\n`);
    return undefined;
  },
};
