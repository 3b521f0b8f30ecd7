import { integer, list, string, structure, timestamp } from '#kernel/shape';

/** Words that several of the service's operations share. */

/**
 * A contact, contact channel, engagement or page. The model writes the end as `([…]+)*`, which takes exponential time to
 * refuse a hostile ARN; a single repetition accepts the very same texts in linear time.
 */
export const SsmContactsArn = string({
  min: 1,
  max: 2048,
  pattern: 'arn:(aws|aws-cn|aws-us-gov):ssm-contacts:[-\\w+=\\/,.@]*:[0-9]+:[\\w+=\\/,.@:-]*',
});
export const DateTime = timestamp();
export const TimeRange = structure({ EndTime: DateTime, StartTime: DateTime });

const TOKEN_PATTERN = '^[\\\\\\/a-zA-Z0-9_+=\\-]*$';
export const IdempotencyToken = string({ max: 2048, pattern: TOKEN_PATTERN });
export const PaginationToken = string({ max: 2048, pattern: TOKEN_PATTERN });
export const MaxResults = integer({ min: 0, max: 1024 });

/** One-time codes: who knows one can act, so it stands in no message, log or trail. */
export const ActivationCode = string({ min: 6, max: 10, pattern: '^[0-9]*$', sensitive: true });
export const AcceptCode = string({ min: 6, max: 10, pattern: '^[0-9]*$', sensitive: true });

const NAME_PATTERN = '^[\\p{L}\\p{Z}\\p{N}_.\\-]*$';
export const ContactName = string({ min: 0, max: 255, pattern: NAME_PATTERN });
export const ChannelName = string({ min: 1, max: 255, pattern: NAME_PATTERN });
export const ContactAlias = string({ min: 1, max: 255, pattern: '^[a-z0-9_\\-]*$' });

const TagKey = string({ min: 1, max: 128, pattern: TOKEN_PATTERN });
const Tag = structure({
  Key: TagKey,
  Value: string({ min: 1, max: 256, pattern: '^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*$' }),
});
export const TagsList = list(Tag, { min: 0, max: 50 });
export const TagKeyList = list(TagKey, { min: 0, max: 50 });
export const AmazonResourceName = string({ min: 1, max: 1011 });

/** Who may use a contact: IAM JSON. The model's `.*\\S.*` means a text that is not blank; policies have several lines. */
export const Policy = string({ min: 1, max: 395_000, pattern: '[\\s\\S]*\\S[\\s\\S]*' });
