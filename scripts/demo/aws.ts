import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SSMContacts } from '@aws-sdk/client-ssm-contacts';
import { SSMIncidents } from '@aws-sdk/client-ssm-incidents';
import { STS } from '@aws-sdk/client-sts';
import type { ServerProcess } from '../../test/kit/server-process.ts';
import { type Script, shown } from './script.ts';

export const REGION = 'us-east-1';

/** The official clients, whose calls are told as the `aws` commands that do the same. */
export function awsClients({ url, key }: Pick<ServerProcess, 'url' | 'key'>, script: Script) {
  const config = {
    region: REGION,
    endpoint: url,
    credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
    maxAttempts: 1,
  };
  return {
    sts: told(new STS(config), 'sts', script),
    incidents: told(new SSMIncidents(config), 'ssm-incidents', script),
    contacts: told(new SSMContacts(config), 'ssm-contacts', script),
    events: told(new EventBridge(config), 'events', script),
    alarms: told(new CloudWatch(config), 'cloudwatch', script),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;

/** What a client has besides its operations. */
const OWN = new Set(['send', 'destroy']);

/** `loud` tells each call and its answer; `quiet` is the same client for looking without a word. */
function told<Client extends object>(client: Client, service: string, script: Script): { loud: Client; quiet: Client } {
  const loud = new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || typeof name === 'symbol' || OWN.has(name)) return member;
      return async (input: Record<string, unknown> = {}) => {
        script.sent(commandLine(service, name, input));
        const answer = (await member.call(target, input).catch((error: Error) => {
          script.received(`${error.name}: ${error.message}`);
          throw error;
        })) as Record<string, unknown>;
        const { $metadata, ...output } = answer;
        script.received(Object.keys(output).length > 0 ? shown(output) : `HTTP ${statusOf($metadata)}`);
        return output;
      };
    },
  });
  return { loud, quiet: client };
}

const statusOf = (metadata: unknown) => (metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode ?? '?';

/** The `aws` command for an operation and its input. */
function commandLine(service: string, operation: string, input: Record<string, unknown>): string {
  const options = Object.entries(input).map(([name, value]) => `--${kebab(name)} ${argument(value)}`);
  return ['aws', service, kebab(operation), ...options].join(' ');
}

/** `incidentRecordArn` → `incident-record-arn`. */
const kebab = (name: string) => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

function argument(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.map(quoted).join(' ');
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
