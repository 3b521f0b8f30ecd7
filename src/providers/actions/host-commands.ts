import type { Json } from '#domain/documents';
import type { Host, Hosts, RemoteShell, ShellOutcome } from '#domain/hosts';
import type { Action, ActionOutcome, Authority } from '#domain/runbooks';
import { messageOf } from '#kernel/text';
import type { Queries } from '#storage/db';
import { awsAction } from './aws-action.ts';
import { runCommandAtAws } from './commands.ts';
import {
  done,
  type Fields,
  fail,
  isFields,
  isList,
  openStep,
  type Step,
  type StepDeps,
  Stopped,
  textIn,
} from './step.ts';

export interface HostDeps extends StepDeps {
  hosts: Pick<Hosts, 'named' | 'tagged'>;
  shell: RemoteShell;
  /** The private key that a host's secret holds. */
  readKey(on: Queries, account: string, secretId: string): Promise<string>;
  /** Undefined: the authority's policies allow it; else AWS's words. */
  judge(on: Queries, authority: Authority, action: string, resources: readonly string[]): Promise<string | undefined>;
  /** A command on hosts, for the audit trail. */
  record(call: { authority: Authority; now: Date; input: Json; error?: { code: string; message: string } }): void;
}

const DOCUMENT = 'AWS-RunShellScript';
const DEFAULT_SECONDS = 3_600;
const AT_ONCE = 10;
const MAX_HOSTS = 50;
const MAX_OUTPUT = 24_000;
const MAX_ALL = 65_536;

/** Run Command: on hosts of the inventory over SSH, on all else at AWS. */
export function runCommand(deps: HostDeps): Action {
  const atAws = awsAction(deps, runCommandAtAws);
  return {
    ...atAws,
    unknown: () => 'ask',
    async run(on, call, signal) {
      try {
        const step = openStep(deps, on, call, signal);
        const hosts =
          call.progress === undefined && call.authority ? await hostsOf(deps, on, step, call.authority) : [];
        if (hosts.length > 0) return await runOn(deps, on, step, call.authority!, hosts, signal);
      } catch (thrown) {
        if (thrown instanceof Stopped) return thrown.outcome;
        throw thrown;
      }
      return atAws.run(on, call, signal);
    },
  };
}

/** The hosts that a command means; none: it means instances at AWS. */
async function hostsOf({ hosts }: HostDeps, on: Queries, { inputs }: Step, { account }: Authority): Promise<Host[]> {
  const targets = inputs
    .list('Targets')
    .filter(isFields)
    .map((one) => ({ key: textIn(one, 'Key'), values: textsOf(one['Values']) }));
  const ids = [
    ...inputs.texts('InstanceIds'),
    ...targets.flatMap(({ key, values }) => (key === 'InstanceIds' ? values : [])),
  ];
  const named = ids.length > 0 ? await hosts.named(on, account, ids) : [];
  const unknown = ids.filter((id) => !named.some(({ name }) => name === id));
  if (named.length > 0 && unknown.length > 0) {
    const message = `One command runs on hosts of the inventory or at AWS, not on both: ${unknown.join(', ')} is no host. Make two steps of it.`;
    throw fail('Action', 'InputValidation', message);
  }
  const tags = targets.flatMap(({ key, values }) => (key.startsWith('tag:') ? [{ key: key.slice(4), values }] : []));
  if (named.length > 0 || tags.length === 0 || tags.length < targets.length) return named;
  return hosts.tagged(on, account, tags);
}

const textsOf = (value: Json | undefined): string[] => (isList(value) ? value.map(String) : []);

async function runOn(
  deps: HostDeps,
  on: Queries,
  step: Step,
  authority: Authority,
  hosts: Host[],
  signal: AbortSignal,
): Promise<ActionOutcome> {
  const { inputs, call } = step;
  if (inputs.text('DocumentName') !== DOCUMENT) {
    throw fail('Action', 'InputValidation', `On hosts of the inventory only ${DOCUMENT} can be run.`);
  }
  if (hosts.length > MAX_HOSTS)
    throw fail('Action', 'InputValidation', `A command runs on ${MAX_HOSTS} hosts at most: ${hosts.length} are meant.`);
  const { script, seconds } = commandOf(inputs.given['Parameters'], inputs.number('TimeoutSeconds'));
  const names = hosts.map(({ name }) => name);
  const { account, region } = authority;
  const resources = names.map((name) => `arn:aws:ssm:${region}:${account}:managed-instance/${name}`);
  const denied = await deps.judge(on, authority, 'ssm:SendCommand', [
    `arn:aws:ssm:${region}::document/${DOCUMENT}`,
    ...resources,
  ]);
  const input = { DocumentName: DOCUMENT, InstanceIds: names };
  if (denied !== undefined) {
    deps.record({ authority, now: call.now, input, error: { code: 'AccessDenied', message: denied } });
    throw fail('Permission', 'PreVerification', denied);
  }
  if (call.isDry) return done({ WouldCall: { hosts: names, script } });
  deps.record({ authority, now: call.now, input });
  const outcomes = await allOf(hosts, (host) => onHost(deps, on, host, { script, seconds }, signal));
  return outcomeOf(call.token, hosts, outcomes);
}

/** AWS-RunShellScript's parameters: each a list of texts, or a single one. */
function commandOf(given: Json | undefined, timeout: number | undefined): { script: string; seconds: number } {
  const parameters: Fields = isFields(given) ? given : {};
  const lines = (name: string) => {
    const value = parameters[name];
    return value === undefined || value === null ? [] : isList(value) ? value.map(String) : [String(value)];
  };
  const commands = lines('commands');
  if (commands.length === 0)
    throw fail('Action', 'InputValidation', 'Parameters.commands must hold one command at least.');
  const [directory] = lines('workingDirectory');
  const seconds = Number(lines('executionTimeout')[0] ?? timeout ?? DEFAULT_SECONDS);
  if (!(seconds >= 1 && seconds <= 172_800))
    throw fail('Action', 'InputValidation', 'Parameters.executionTimeout must be 1 to 172800 seconds.');
  const enter = directory ? [`cd '${directory.replaceAll("'", String.raw`'\''`)}' || exit 1`] : [];
  return { script: [...enter, ...commands].join('\n'), seconds };
}

async function onHost(
  { shell, readKey }: HostDeps,
  on: Queries,
  host: Host,
  { script, seconds }: { script: string; seconds: number },
  signal: AbortSignal,
): Promise<ShellOutcome> {
  let key: string;
  try {
    key = await readKey(on, host.account, host.secretId);
  } catch (error) {
    return { is: 'refused', reason: `its key cannot be read: ${messageOf(error)}` };
  }
  return shell.run({ host, key, script, seconds, maxBytes: MAX_OUTPUT }, signal);
}

/** So many at once. */
async function allOf<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    made.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))));
  return made;
}

function outcomeOf(CommandId: string, hosts: readonly Host[], outcomes: readonly ShellOutcome[]): ActionOutcome {
  const invocations = outcomes.map((one, at) => ({
    InstanceId: hosts[at]!.name,
    Status: one.is === 'ended' && one.code === 0 ? 'Success' : 'Failed',
    ResponseCode: one.is === 'ended' ? one.code : -1,
    Output: one.is === 'refused' ? '' : one.output,
    Reason: one.is === 'ended' ? (one.code === 0 ? '' : `it ended with ${one.code}`) : one.reason,
  }));
  const bad = invocations.filter(({ Status }) => Status !== 'Success');
  const outputs = {
    CommandId,
    Status: bad.length === 0 ? 'Success' : 'Failed',
    ResponseCode: bad[0]?.ResponseCode ?? 0,
    Output: invocations
      .map(({ Output }) => Output)
      .join('\n')
      .slice(0, MAX_ALL),
  };
  const shown = invocations.map(({ Output, ...rest }) => ({
    ...rest,
    Output: Output.slice(0, Math.floor(MAX_ALL / hosts.length)),
  }));
  const response = { ...outputs, CommandInvocations: shown };
  if (bad.length === 0) return done(response, outputs);
  const unknown = outcomes.some(({ is }) => is === 'interrupted')
    ? ' Where it was interrupted, nobody knows how far it came.'
    : '';
  const message = `${bad.map(({ InstanceId, Reason }) => `${InstanceId}: ${Reason}`).join('; ')}.${unknown}`;
  throw fail('Action', 'Invocation', message.slice(0, 1_000), response);
}
