import { list, required, string, structure, timestamp } from '#kernel/shape';

/** Buses: where events arrive. */

/** A partner's bus has slashes in its name. */
export const EventBusName = string({ min: 1, max: 256, pattern: '[/\\.\\-_A-Za-z0-9]+' });
export const NonPartnerEventBusName = string({ min: 1, max: 256, pattern: '[\\.\\-_A-Za-z0-9]+' });
export const EventBusDescription = string({ max: 512 });
export const KmsKeyIdentifier = string({ max: 2048, pattern: '^[a-zA-Z0-9_\\-/:]*$' });
export const EventSourceName = string({ min: 1, max: 256, pattern: 'aws\\.partner(/[\\.\\-_A-Za-z0-9]+){2,}' });
export const DeadLetterConfig = structure({ Arn: string({ min: 1, max: 1600 }) });
export const LogConfig = structure({
  IncludeDetail: string({ enum: ['NONE', 'FULL'] }),
  Level: string({ enum: ['OFF', 'ERROR', 'INFO', 'TRACE'] }),
});

const EventBus = structure({
  Arn: string(),
  CreationTime: timestamp(),
  Description: EventBusDescription,
  LastModifiedTime: timestamp(),
  Name: string(),
  Policy: string(),
});
export const EventBusList = list(EventBus);

export const DescribedEventBus = structure({
  Arn: string(),
  CreationTime: timestamp(),
  DeadLetterConfig,
  Description: EventBusDescription,
  KmsKeyIdentifier,
  LastModifiedTime: timestamp(),
  LogConfig,
  Name: string(),
  Policy: string(),
});

export const Action = string({ min: 1, max: 64, pattern: 'events:[a-zA-Z]+' });
export const StatementPrincipal = string({ min: 1, max: 12, pattern: '(\\d{12}|\\*)' });
export const StatementId = string({ min: 1, max: 64, pattern: '[a-zA-Z0-9-_]+' });
export const Condition = structure({
  Key: required(string()),
  Type: required(string()),
  Value: required(string()),
});
