import type { SmtpSink } from '#test/kit/smtp-sink';
import type { AwsClients } from './aws.ts';
import type { Script } from './script.ts';

/** What every part of the story works with. */
export interface World {
  script: Script;
  aws: AwsClients;
  sink: SmtpSink;
  url: string;
}

/** A minute of an engagement plan lasts this long here. */
export const MINUTE_MS = 1_000;
/** More than any mail takes to arrive. */
export const MAIL_MS = 8_000;

export const ana = { alias: 'ana', address: 'ana@example.com' };
export const bo = { alias: 'bo', address: 'bo@example.com' };

/** One value that an answer must have: an SDK's types leave every member open. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`wanted ${what} in the answer, got none`);
  return value;
}
