import { resolve } from 'node:path';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SSMContacts } from '@aws-sdk/client-ssm-contacts';
import { SSMIncidents } from '@aws-sdk/client-ssm-incidents';
import { type SmtpSink, startSmtpSink } from '#test/kit/smtp-sink';
import { type ServerProcess, startServer } from '../../test/kit/server-process.ts';
import { type BareServer, startBareServer } from './bare.ts';
import type { Watched } from './gauge.ts';
import { postmasterOf } from './processes.ts';
import { REGION } from './requests.ts';

/** All that a bench runs on: a fresh server with its own database, a mail server, and the bare server beside them. */
export interface World {
  server: ServerProcess;
  sink: SmtpSink;
  bare: BareServer;
  watched: Watched;
  port: number;
  stop(): Promise<void>;
}

/** Whom the response plan engages when an alarm's event opens an incident. */
export type Engages =
  /** An on-call person whose mail leaves at once. */
  | 'at once'
  /** An escalation plan whose first stage pages nobody for 30 minutes: all is decided and stored, no mail mixes in. */
  | 'later';

const ADDRESS = 'oncall@example.com';
/** Rules on the bus besides the one that matches: events are held against ten. */
const OTHER_RULES = 9;

/** What to undo when a bench is interrupted, newest last. */
export type Undo = (() => Promise<void>)[];

export async function openWorld(engages: Engages, undo: Undo, profile: string | undefined): Promise<World> {
  const sink = await startSmtpSink();
  undo.push(() => sink.close());
  const bare = await startBareServer();
  undo.push(bare.stop);
  const nodeArgs = profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`] : [];
  const onSpawn = (stop: () => Promise<void>) => void undo.push(stop);
  const server = await startServer({
    settings: { MUSTER_SMTP_URL: sink.url, MUSTER_STORM_PAGES: '0' },
    nodeArgs,
    onSpawn,
  });
  await setUp(server, sink, engages);
  const watched = { server: server.pid, postmaster: postmasterOf(server.cluster).pid, bare: bare.pid };
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  return { server, sink, bare, watched, port: Number(new URL(server.url).port), stop };
}

async function setUp({ url, key }: ServerProcess, sink: SmtpSink, engages: Engages): Promise<void> {
  const credentials = { accessKeyId: key.id, secretAccessKey: key.secret };
  const config = { region: REGION, endpoint: url, credentials };
  const [contacts, incidents, events] = [new SSMContacts(config), new SSMIncidents(config), new EventBridge(config)];
  await incidents.createReplicationSet({ regions: { [REGION]: {} } });
  const person = await activePerson(contacts, sink);
  const contact = engages === 'at once' ? person : await latePlan(contacts, person);
  const incidentTemplate = { title: 'Alarm', impact: 2, summary: 'Opened by a load test' };
  const { arn } = await incidents.createResponsePlan({ name: 'bench', incidentTemplate, engagements: [contact!] });
  const source = ['aws.cloudwatch'];
  const detail = { state: { value: ['ALARM'] } };
  const pattern = { source, 'detail-type': ['CloudWatch Alarm State Change'], detail };
  await events.putRule({ Name: 'alarms', EventPattern: JSON.stringify(pattern) });
  await events.putTargets({ Rule: 'alarms', Targets: [{ Id: 'plan', Arn: arn }] });
  for (let number = 1; number <= OTHER_RULES; number++) {
    const other = { ...pattern, detail: { ...detail, alarmName: [{ prefix: `another-${number}-` }] } };
    await events.putRule({ Name: `other-${number}`, EventPattern: JSON.stringify(other) });
  }
}

async function activePerson(contacts: SSMContacts, sink: SmtpSink): Promise<string | undefined> {
  const { ContactArn } = await contacts.createContact({ Alias: 'oncall', Type: 'PERSONAL', Plan: { Stages: [] } });
  const DeliveryAddress = { SimpleAddress: ADDRESS };
  const channel = { ContactId: ContactArn, Name: 'mail', Type: 'EMAIL', DeliveryAddress } as const;
  const { ContactChannelArn } = await contacts.createContactChannel(channel);
  const mail = await sink.waitFor(({ to }) => to === ADDRESS, 10_000);
  const ActivationCode = /code: (\d+)/.exec(mail.text)?.[1];
  await contacts.activateContactChannel({ ContactChannelId: ContactChannelArn, ActivationCode });
  const ChannelTargetInfo = { ContactChannelId: ContactChannelArn, RetryIntervalInMinutes: 0 };
  const Stages = [{ DurationInMinutes: 30, Targets: [{ ChannelTargetInfo }] }];
  await contacts.updateContact({ ContactId: ContactArn, Plan: { Stages } });
  return ContactArn;
}

async function latePlan(contacts: SSMContacts, person: string | undefined): Promise<string | undefined> {
  const Targets = [{ ContactTargetInfo: { ContactId: person, IsEssential: true } }];
  const Stages = [
    { DurationInMinutes: 30, Targets: [] },
    { DurationInMinutes: 30, Targets },
  ];
  return (await contacts.createContact({ Alias: 'later', Type: 'ESCALATION', Plan: { Stages } })).ContactArn;
}
