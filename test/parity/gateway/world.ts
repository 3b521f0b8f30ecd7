import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { manualClock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import { sign } from '#kernel/sign';
import { createGateway, type GatewayOptions, isAwsRequest, type Outcome } from '#wire/gateway';
import { type Call, implement } from '#wire/service';
import { cloudwatch, contacts, events, incidents, sns, sts } from './sample.ts';

export const KEY = { accessKeyId: 'AKIAMUSTERTEST000001', secretAccessKey: 'a secret/of+the test' };
export const ROLE_KEY = {
  accessKeyId: 'ASIAMUSTERTEST000002',
  secretAccessKey: 'another',
  sessionToken: 'the+session/token==',
};
export const CONTACT = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/ana';

/** A gateway over real HTTP whose handlers note what they were given. Its clock is the machine's at the start. */
export interface World extends AsyncDisposable {
  readonly endpoint: string;
  /** Inputs as the handlers received them. */
  readonly seen: { readonly call: Call<string>; readonly input: unknown }[];
  readonly outcomes: Outcome[];
  readonly errors: { readonly fields: object; readonly message: string }[];
  readonly clock: ReturnType<typeof manualClock>;
  /** What the next handler does instead of answering. */
  fail: (() => unknown) | undefined;
  /** Signs and sends. */
  call(service: string, request: Raw, signal?: AbortSignal): Promise<Answer>;
}

export interface Raw {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly secret?: string;
  readonly accessKeyId?: string;
  readonly at?: Date;
  /** What is sent after signing, where it differs from what was signed. */
  readonly tamper?: (sent: {
    headers: Record<string, string>;
    path: string;
    body: string | Uint8Array | undefined;
  }) => void;
  readonly unsigned?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
}

export async function openWorld(options: Partial<GatewayOptions<string>> = {}): Promise<World> {
  const clock = manualClock(new Date());
  const seen: World['seen'][number][] = [];
  const outcomes: Outcome[] = [];
  const errors: { fields: object; message: string }[] = [];
  const log: Log = { debug() {}, info() {}, warn() {}, error: (fields, message) => errors.push({ fields, message }) };
  const world: { fail: (() => unknown) | undefined } = { fail: undefined };
  const handle = createGateway<string>({
    services: implementations(),
    credentials: async (id) => credentials[id],
    clock,
    log,
    authorise: async (call) => {
      if (call.userAgent === 'forbidden') throw new Refusal('accessDenied', 'not you');
    },
    execute: async (call, _operation, input, handler) => {
      const full = { ...call, context: 'transaction' };
      seen.push({ call: full, input });
      if (world.fail) throw world.fail();
      return handler(full, input);
    },
    record: async (outcome) => void outcomes.push(outcome),
    ...options,
  });
  const server = createServer((request, response) => {
    if (isAwsRequest(request)) void handle(request, response);
    else response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = (service: string, raw: Raw, signal?: AbortSignal) => send(endpoint, service, raw, clock.now(), signal);
  return Object.assign(world, {
    endpoint,
    seen,
    outcomes,
    errors,
    clock,
    call,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

type Body = NonNullable<Parameters<typeof fetch>[1]>['body'];

const admin = { account: '123456789012', principal: 'arn:aws:iam::123456789012:user/admin' };
const credentials: Record<
  string,
  { secret: string; sessionToken?: string; expiresAt?: Date; account: string; principal: string }
> = {
  [KEY.accessKeyId]: { secret: KEY.secretAccessKey, ...admin },
  [ROLE_KEY.accessKeyId]: { secret: ROLE_KEY.secretAccessKey, sessionToken: ROLE_KEY.sessionToken, ...admin },
};

async function send(endpoint: string, service: string, raw: Raw, now: Date, signal?: AbortSignal): Promise<Answer> {
  const { method = 'POST', path = '/', body } = raw;
  const signer = { accessKeyId: raw.accessKeyId ?? KEY.accessKeyId, secret: raw.secret ?? KEY.secretAccessKey };
  const request = {
    method,
    url: new URL(path, endpoint),
    headers: raw.headers ?? {},
    ...(body !== undefined && { body }),
  };
  const headers = raw.unsigned
    ? { ...raw.headers }
    : sign(request, signer, { region: 'us-east-1', service }, raw.at ?? now);
  const sent = { headers, path, body };
  raw.tamper?.(sent);
  const { host: _, ...rest } = sent.headers;
  const response = await fetch(endpoint + sent.path, {
    method,
    headers: rest,
    ...(sent.body !== undefined && { body: sent.body as Body }),
    ...(signal && { signal }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, text: bytes.toString(), bytes };
}

const ARN = 'arn:aws:ssm-incidents::123456789012:response-plan/plan';
const SENT = new Date('2026-01-02T03:04:05.678Z');

function implementations() {
  return [
    implement<typeof contacts.table, string>(contacts, {
      CreateContact: async () => ({ ContactArn: CONTACT }),
      GetContact: async (_call, { ContactId }) => ({
        ContactArn: ContactId,
        Alias: 'ana',
        Type: 'PERSONAL',
        Plan: { Stages: [{ DurationInMinutes: 5, Targets: [{ ContactTargetInfo: { IsEssential: true } }] }] },
      }),
      ListPagesByContact: async () => ({ Pages: [{ PageArn: 'arn', SentTime: SENT }] }),
      SendActivationCode: async () => ({}),
    }),
    implement<typeof incidents.table, string>(incidents, {
      CreateResponsePlan: async () => ({ arn: ARN }),
      GetResponsePlan: async (_call, { arn }) => ({
        arn,
        name: 'plan',
        chatChannel: { chatbotSns: ['arn:aws:sns:us-east-1:123456789012:t'] },
      }),
      CreateTimelineEvent: async (_call, { incidentRecordArn }) => ({ eventId: 'e', incidentRecordArn }),
      DeleteIncidentRecord: async () => ({}),
      ListTagsForResource: async () => ({ tags: { team: 'ops', __proto: 'x' } }),
      UntagResource: async () => ({}),
    }),
    implement<typeof cloudwatch.table, string>(cloudwatch, {
      PutMetricData: async () => {},
      DescribeAlarms: async () => ({
        MetricAlarms: [
          {
            AlarmName: 'a<b>&"ü\n',
            Threshold: 1.5,
            ActionsEnabled: true,
            AlarmActions: ['x', 'y'],
            StateUpdatedTimestamp: SENT,
          },
        ],
      }),
      SetAlarmState: async () => {
        throw new Refusal('notFound', 'no such alarm', { code: 'ResourceNotFound' });
      },
    }),
    implement<typeof sts.table, string>(sts, {
      GetCallerIdentity: async ({ actor }) => ({ UserId: 'AIDA', Account: actor.account, Arn: actor.principal }),
    }),
    implement<typeof sns.table, string>(sns, {
      Publish: async () => ({ MessageId: 'm' }),
      ConfirmSubscription: async ({ actor }) => ({ SubscriptionArn: actor.principal }),
    }),
    implement<typeof events.table, string>(events, {
      PutEvents: async (_call, { Entries }) => ({
        FailedEntryCount: 0,
        Entries: Entries.map((_, index) => ({ EventId: `${index}` })),
      }),
    }),
  ];
}
