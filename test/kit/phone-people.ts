import assert from 'node:assert/strict';
import {
  ActivateContactChannelCommand,
  CreateContactChannelCommand,
  CreateContactCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { replicationSet } from './scenario.ts';
import { type FakeTwilio, fromTwilio, openTwilio, phonesAt, type TwilioMessage } from './twilio.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** People with telephones, and what they do with them. */

export interface Town {
  world: World;
  twilio: FakeTwilio;
}

/** A world whose text messages and calls go to a Twilio. Closing it fails on what the test did not take. */
export async function openTown(options: WorldOptions = {}): Promise<Town & AsyncDisposable> {
  const twilio = await openTwilio();
  const world = await openWorld({ ...options, channels: phonesAt(twilio) });
  await replicationSet(world);
  return {
    world,
    twilio,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await twilio[Symbol.asyncDispose]();
    },
  };
}

export type Step = { type: 'SMS' | 'VOICE'; number: string; minutes: number };

/** A person whose plan tries these, each activated by the code that came to it. Answers their ARN and the channels'. */
export async function phonePerson(
  town: Town,
  alias: string,
  steps: Step[],
): Promise<{ arn: string; channels: string[] }> {
  const { contacts } = town.world.aws;
  const { ContactArn: arn } = await contacts.send(
    new CreateContactCommand({ Alias: alias, Type: 'PERSONAL', Plan: { Stages: [] } }),
  );
  const channels: string[] = [];
  for (const { type, number } of steps) {
    const channel = { ContactId: arn, Name: type, Type: type, DeliveryAddress: { SimpleAddress: number } };
    const { ContactChannelArn } = await contacts.send(new CreateContactChannelCommand(channel));
    await activateByCode(town, ContactChannelArn!, type, number);
    channels.push(ContactChannelArn!);
  }
  const Stages = steps.map(({ minutes }, index) => ({
    DurationInMinutes: minutes,
    Targets: [{ ChannelTargetInfo: { ContactChannelId: channels[index], RetryIntervalInMinutes: 0 } }],
  }));
  await contacts.send(new UpdateContactCommand({ ContactId: arn, Plan: { Stages } }));
  return { arn: arn!, channels };
}

/** Takes the code that came to a number, and gives it back. */
export async function activateByCode(town: Town, channelArn: string, type: Step['type'], number: string) {
  const [message] = await taken(town, type, number);
  const ActivationCode = /code:? (\d{6})/i.exec(message!.text)?.[1];
  await town.world.aws.contacts.send(
    new ActivateContactChannelCommand({ ContactChannelId: channelArn, ActivationCode }),
  );
}

/** Does what is due, and takes the messages (or calls) to a number; there has to be one. */
export async function taken({ world, twilio }: Town, type: Step['type'], number: string): Promise<TwilioMessage[]> {
  await world.runDue();
  const found = twilio.take(type === 'SMS' ? 'Messages' : 'Calls', number);
  assert.equal(found.length, 1, `one ${type} to ${number}`);
  return found;
}

let replies = 0;
/** Writes a text message to Muster's number. Answers what comes back at once; undefined: nothing. */
export async function reply({ world }: Town, From: string, Body: string, MessageSid?: string) {
  replies += 1;
  const sid = MessageSid ?? `SM${String(replies).padStart(32, 'a')}`;
  const { status, text } = await fromTwilio(world.url, '/twilio/sms', {
    From,
    Body,
    MessageSid: sid,
    To: '+15550009999',
  });
  assert.equal(status, 200);
  return /<Message>(.*)<\/Message>/.exec(text)?.[1];
}

/** Tells Muster what became of a message or call. Answers the status. */
export async function tells({ world }: Town, message: TwilioMessage, fields: Record<string, string>): Promise<number> {
  const id: Record<string, string> = { [message.kind === 'Calls' ? 'CallSid' : 'MessageSid']: message.sid };
  return (await fromTwilio(world.url, pathOf(message, 'StatusCallback'), { ...id, ...fields })).status;
}

/** Presses a key in a call. Answers what is said then; undefined: nothing. */
export async function press({ world }: Town, call: TwilioMessage, Digits: string, fields: Record<string, string> = {}) {
  const path = new URL(/action="([^"]+)"/.exec(call.form.get('Twiml')!)![1]!).pathname;
  const form = { CallSid: call.sid, To: call.to, Digits, ...fields };
  const { text } = await fromTwilio(world.url, path, form);
  return /<Say[^>]*>(.*?)<\/Say>/.exec(text)?.[1];
}

const pathOf = (message: TwilioMessage, name: string) => new URL(message.form.get(name)!).pathname;

export const codeIn = ({ text }: { text: string }) => /code(?: is)? (\d{6})/i.exec(text)![1]!;
