import { badParameter, MAX_BYTES, type MessageAttributes, type Publication } from '#domain/topics';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import type { InputOf, SomeHandlers, WireCall } from '../support.ts';
import { namedTopic } from './named.ts';
import type { sns } from './service.ts';

type PublishInput = InputOf<typeof sns, 'Publish'>;
type Entry = InputOf<typeof sns, 'PublishBatch'>['PublishBatchRequestEntries'][number];

/** What the two ways of publishing have in common. */
type Said = Pick<
  PublishInput,
  'Message' | 'Subject' | 'MessageStructure' | 'MessageAttributes' | 'MessageDeduplicationId' | 'MessageGroupId'
>;

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

export function publishHandlers({ topics }: Rooms): SomeHandlers<typeof sns, 'Publish' | 'PublishBatch'> {
  return {
    Publish: async (call, input) => {
      const { TopicArn, TargetArn, PhoneNumber } = input;
      const given = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined);
      if (given.length !== 1)
        throw badParameter('TopicArn, TargetArn or PhoneNumber', `wanted exactly one of them, got ${given.length}`);
      const publication = toPublication(input);
      const { context, now, actor } = call;
      const { messageId } =
        PhoneNumber === undefined
          ? await topics.send(context, now, targetOf(call, input), publication, actor.requestId)
          : await topics.text(context, now, actor.account, PhoneNumber, publication, actor.requestId);
      return { MessageId: messageId };
    },
    PublishBatch: async (call, { TopicArn, PublishBatchRequestEntries: entries }) => {
      const topic = namedTopic(call, TopicArn);
      checkBatch(entries);
      const Successful: { Id: string; MessageId: string }[] = [];
      const Failed: { Id: string; Code: string; Message: string; SenderFault: boolean }[] = [];
      for (const entry of entries) {
        try {
          const publication = toPublication(entry);
          const { messageId } = await topics.send(call.context, call.now, topic, publication, call.actor.requestId);
          Successful.push({ Id: entry.Id, MessageId: messageId });
        } catch (error) {
          // Found before anything is written: the others are published all the same.
          if (!(error instanceof Refusal) || error.kind !== 'validation') throw error;
          Failed.push({ Id: entry.Id, Code: 'InvalidParameter', Message: error.message, SenderFault: true });
        }
      }
      return { Successful, Failed };
    },
  };
}

function targetOf(call: WireCall, { TopicArn, TargetArn }: PublishInput) {
  return TopicArn === undefined
    ? namedTopic(call, TargetArn ?? '', 'TargetArn')
    : namedTopic(call, TopicArn, 'TopicArn');
}

function toPublication(said: Said): Publication {
  const { Message, Subject, MessageStructure, MessageAttributes: given = {} } = said;
  if (said.MessageDeduplicationId || said.MessageGroupId)
    throw badParameter('MessageGroupId, MessageDeduplicationId', 'they are of FIFO topics, which Muster does not have');
  if (MessageStructure && MessageStructure !== 'json')
    throw badParameter(
      'Message Structure',
      `wanted json or nothing, got ${JSON.stringify(MessageStructure.slice(0, 50))}`,
    );
  const attributes: [string, MessageAttributes[string]][] = Object.entries(given).map(([name, value]) => [
    name,
    { type: value.DataType, value: textOf(name, value) },
  ]);
  return {
    ...(Subject ? { subject: Subject } : {}),
    body: Message,
    structured: MessageStructure === 'json',
    attributes: Object.fromEntries(attributes),
  };
}

/** The value of an attribute: a text, or bytes as base64. */
function textOf(name: string, { DataType, StringValue, BinaryValue }: NonNullable<Said['MessageAttributes']>[string]) {
  if (/^Binary/.test(DataType)) return Buffer.from(BinaryValue ?? []).toString('base64');
  if (BinaryValue !== undefined)
    throw badParameter('MessageAttributes', `${name.slice(0, 256)}: a BinaryValue needs the DataType Binary`);
  return StringValue ?? '';
}

/** Refuses the whole of a batch, in the order in which AWS does. */
function checkBatch(entries: readonly Entry[]): void {
  const refuse = (name: string, message: string) => new Refusal('validation', message, { code: `${name}Exception` });
  if (entries.length === 0) throw refuse('EmptyBatchRequest', 'The batch request doesn’t contain any entries.');
  if (entries.length > MAX_ENTRIES)
    throw refuse(
      'TooManyEntriesInBatchRequest',
      `The batch request contains more entries than permissible: wanted at most ${MAX_ENTRIES}, got ${entries.length}.`,
    );
  const wrong = entries.find(({ Id }) => !ENTRY_ID.test(Id));
  if (wrong)
    throw refuse(
      'InvalidBatchEntryId',
      `The Id of a batch entry is 1 to 80 letters, digits, hyphens and underscores, got ${JSON.stringify(wrong.Id.slice(0, 100))}.`,
    );
  if (new Set(entries.map(({ Id }) => Id)).size !== entries.length)
    throw refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  const bytes = entries.reduce((sum, { Message }) => sum + Buffer.byteLength(Message), 0);
  if (bytes > MAX_BYTES)
    throw refuse(
      'BatchRequestTooLong',
      `The length of all the batch messages put together is ${bytes} bytes; wanted at most ${MAX_BYTES}.`,
    );
}
