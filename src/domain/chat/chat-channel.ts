import { type ChatType, channelName, type Route } from '#domain/channels';
import { parseArn } from '#kernel/arn';
import { invalid } from '#kernel/refusal';

/** A chat room, bound to the topic by which plans and incidents name it (AWS Chatbot's part). */
export interface ChatChannel {
  id: string;
  account: string;
  /** The topic's ARN. The topic itself need not exist. */
  topic: string;
  /** What people call it; one of a kind for its topic. */
  label: string;
  type: ChatType;
  /** What of its address may be seen: a Slack room's id, of a webhook its host, or the name of the secret that has it. */
  shown: string;
  createdAt: Date;
  createdBy: string;
}

/** Where the room is: its address, or the secret that holds it. */
export type Address = { address: string } | { secret: string };

const TOPIC_NAME = /^[\w-]{1,256}$/;

/** Refuses what is no ARN of one of the account's topics. */
export function checkTopic(topic: string, account: string): void {
  const arn = parseArn(topic);
  if (arn?.service === 'sns' && arn.account === account && arn.region && TOPIC_NAME.test(arn.resource)) return;
  const message = `topic: wanted the ARN of a topic of account ${account} (arn:aws:sns:REGION:${account}:NAME), got ${JSON.stringify(topic)}`;
  throw invalid(message, { name: 'topic', message });
}

/** Refuses an address that its kind of room cannot have. What it got is not told: it may be a secret. */
export function checkAddress(
  channels: readonly Pick<Route, 'type' | 'addressFault'>[],
  type: ChatType,
  address: string,
): void {
  const fault = channels.find((channel) => channel.type === type)!.addressFault(address);
  if (fault === undefined) return;
  throw invalid(`address: ${fault}`, { name: 'address', message: fault });
}

/** What of an address may be seen. */
export function shownOf(type: ChatType, where: Address): string {
  if ('secret' in where) return `secret ${where.secret}`;
  return type === 'SLACK' ? where.address : `${new URL(where.address).host}/…`;
}

/** `Slack C024BE91L`, as it is told on timelines. */
export const nameOfRoom = ({ type, label }: Pick<ChatChannel, 'type' | 'label'>) => `${channelName(type)} "${label}"`;
