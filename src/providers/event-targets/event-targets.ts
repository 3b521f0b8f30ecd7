import type { EventOutside } from '#domain/events';
import { type Outgoing, urlFault } from '#providers/outgoing';
import { type AwsAccess, createAwsCalls } from './aws.ts';
import { createHttpCaller } from './http.ts';

export type { AwsAccess } from './aws.ts';

export interface EventTargetsOptions {
  /** For addresses that users name. */
  outgoing: Outgoing;
  allowPrivate: boolean;
  aws: AwsAccess;
}

/** How events leave: to addresses over HTTP, to AWS's Lambda, and to AWS's SQS. */
export function createEventTargets({ outgoing, allowPrivate, aws }: EventTargetsOptions): EventOutside {
  return {
    http: { ...createHttpCaller(outgoing), urlFault: (url) => urlFault(url, allowPrivate) },
    ...createAwsCalls(aws),
  };
}
