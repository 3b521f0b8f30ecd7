import type { Command, Given } from '../command.ts';
import { usage } from '../fault.ts';
import { readObject } from '../files.ts';

export const putRule: Command = {
  name: 'rules put',
  positionals: ['NAME'],
  options: {
    bus: { type: 'string', value: 'BUS', about: 'on this bus; the default one unless given' },
    pattern: { type: 'string', value: 'TEXT', about: 'which events fire it: a pattern as JSON' },
    schedule: {
      type: 'string',
      value: 'TEXT',
      about: 'when it fires by itself: rate(5 minutes), cron(0 8 ? * MON-FRI *)',
    },
    target: { type: 'string', value: 'ARN', about: 'where it goes: an ARN, or an https:// address', several: true },
    description: { type: 'string', value: 'TEXT', about: 'what it is for' },
    disabled: { type: 'boolean', about: 'it fires nothing yet' },
    file: { type: 'string', value: 'FILE', about: 'all of it as JSON, as the native API has it; - is standard input' },
  },
  summary: 'make a rule, or replace one with its targets',
  help: `
Makes a rule with a pattern, a schedule or both, and prints its ARN. One that is there is replaced, and its targets, too. Targets
with more than an ARN (a transformer, a retry policy, a dead-letter queue) come from a file.

  muster rules put latency --pattern '{"source":["aws.cloudwatch"]}' --target arn:aws:ssm-incidents::123456789012:response-plan/payments
  muster rules put report --schedule 'cron(0 8 ? * MON-FRI *)' --target https://hooks.example.com/report
  muster rules put orders --bus shop --file rule.json`,
  async run({ io, client }, given) {
    const bus = given.text('bus');
    const params = { ruleName: given.positionals[0]! };
    const query = bus === undefined ? {} : { bus };
    const { body } = await client().api('putRule', { params, query, body: contentOf(given) as never });
    io.out(`${body.arn}\n`);
    if (body.targets.length === 0) io.err('It has no target yet: nothing comes of it.\n');
    return undefined;
  },
};

function contentOf(given: Given): Record<string, unknown> {
  const file = given.text('file');
  const texts = ['pattern', 'schedule', 'description'].flatMap((name) => {
    const text = given.text(name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const arns = given.texts('target');
  if (file !== undefined) {
    if (texts.length + arns.length > 0 || given.flag('disabled'))
      throw usage('wanted --file, or what the rule is to be by options, and not both');
    return readObject('file', file);
  }
  const targets = arns.map((arn, at) => ({ id: `target-${at + 1}`, arn }));
  return { ...Object.fromEntries(texts), enabled: !given.flag('disabled'), targets };
}
