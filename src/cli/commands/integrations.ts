import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { listIntegrations as ownIntegrations } from '../own-lists.ts';
import { json, table } from '../table.ts';
import { INTEGRATION_KINDS, readSeverity } from '../words.ts';

/** Other services that are told of incidents. */

export const addIntegration: Command = {
  name: 'integrations add',
  positionals: ['SERVICE', 'NAME'],
  options: {
    secret: { type: 'string', value: 'SECRET', about: 'name or ARN of the secret with its key' },
    plan: { type: 'string', value: 'PLAN', about: 'only incidents of this response plan' },
    severity: { type: 'string', value: 'SEVERITY', about: 'only incidents at least so severe; every one unless given' },
    json: jsonOption,
  },
  summary: 'have another service told of incidents: pagerduty, opsgenie or jsm',
  help: `
SERVICE is pagerduty (Events API v2), opsgenie, or jsm (Jira Service Management). The secret has its key: pagerDutyRoutingKey
for PagerDuty, apiKey for the others.

  muster aws secretsmanager create-secret --name opsgenie --secret-string '{"apiKey":"…"}'
  muster integrations add opsgenie company-alerts --secret opsgenie --severity 2`,
  async run({ io, client }, given) {
    const [kind, name] = given.positionals;
    const known = INTEGRATION_KINDS.find((each) => each === kind);
    if (!known) throw usage(`SERVICE: wanted ${INTEGRATION_KINDS.join(', ')}, got ${JSON.stringify(kind)}`);
    const secretId = given.text('secret');
    if (!secretId) throw usage('--secret: wanted the name or ARN of the secret with its key');
    const severity = readSeverity(given.text('severity') ?? 'informational');
    const plan = given.text('plan');
    const body = { name: name!, kind: known, secretId, severity, ...(plan ? { plan } : {}) };
    const made = (await client().api('createIntegration', { body })).body;
    io.out(given.flag('json') ? json(made) : `${made.id}\n`);
    return undefined;
  },
};

export const listIntegrations: Command = {
  name: 'integrations list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'list other services that are told of incidents',
  help: `
Newest first. PagerDuty services that response plans name are shown with the plans.

  muster integrations list`,
  async run({ io, client }, given) {
    const all = await ownIntegrations(client());
    const rows = all.map(({ id, name, kind, plan, severity, secretId }) => {
      return [id, name, kind, plan ?? 'every', `${severity}`, secretId];
    });
    io.out(given.flag('json') ? json(all) : table(['ID', 'NAME', 'KIND', 'PLAN', 'SEVERITY', 'SECRET'], rows));
    return undefined;
  },
};

export const removeIntegration: Command = {
  name: 'integrations remove',
  positionals: ['INTEGRATION'],
  options: {},
  summary: 'tell a service nothing any more',
  help: `
INTEGRATION is its id. What is open there stays open.

  muster integrations remove 01890000-0000-7000-8000-000000000000`,
  async run({ client }, given) {
    await client().api('removeIntegration', { params: { integrationId: given.positionals[0]! } });
    return undefined;
  },
};
