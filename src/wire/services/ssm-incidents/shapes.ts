import { type Infer, integer, list, map, required, string, structure, timestamp, union } from '#kernel/shape';

/** Words that several of the service's operations share. */

export const Arn = string({
  min: 0,
  max: 1000,
  pattern: '^arn:aws(-cn|-us-gov)?:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12})?:.+$',
});
const SnsArn = string({ min: 0, max: 1000 });
export const Timestamp = timestamp();
export const Uuid = string({ min: 0, max: 50 });
export const ClientToken = string({ min: 0, max: 128 });

export const MaxResults = integer({ min: 1, max: 100 });
export const NextToken = string({ min: 0, max: 2000 });

/** 1 critical … 5 no impact; the people's word is severity. */
export const Impact = integer({ min: 1, max: 5 });
export const DedupeString = string({ min: 0, max: 1000 });
export const IncidentTitle = string({ min: 0, max: 200 });
export const IncidentSummary = string({ min: 0, max: 8000 });
export const IncidentSource = string({ min: 0, max: 50 });

const TagKey = string({ min: 1, max: 128, pattern: '^(?!aws:)[A-Za-z0-9 _=@:.+-/]+$' });
const TagValue = string({ min: 0, max: 256, pattern: '^[A-Za-z0-9 _=@:.+-/]*$' });
/** Terraform sends an empty map for no tags. */
export const TagMap = map(TagKey, TagValue, { min: 1, max: 50, lenientEmpty: true });
/** Empty, it takes all tags away. */
export const TagMapUpdate = map(TagKey, TagValue, { min: 0, max: 50 });
export const TagKeyList = list(TagKey, { min: 1, max: 50 });

/** `empty` says "no channel" in a request; it is never in an answer. */
export const ChatChannel = union({
  chatbotSns: list(SnsArn, { min: 1, max: 5 }),
  empty: structure({}),
});
export type ChatChannel = Infer<typeof ChatChannel>;
export const NotificationTargetSet = list(union({ snsTopicArn: Arn }), { min: 0, max: 10 });

/** Whichever of these the key of the filter calls for. */
const Condition = union({
  after: Timestamp,
  before: Timestamp,
  equals: union({
    integerValues: list(integer(), { min: 0, max: 100 }),
    stringValues: list(string({ min: 0, max: 1000 }), { min: 0, max: 100 }),
  }),
});
export const Filter = structure({
  condition: required(Condition),
  key: required(string({ min: 0, max: 50 })),
});
export const FilterList = list(Filter, { min: 0, max: 5 });
export type Filter = Infer<typeof Filter>;

/** The id Muster gives a related item, distinct in its incident. */
export const GeneratedId = string({
  min: 0,
  max: 200,
  pattern:
    '^related-item/(ANALYSIS|INCIDENT|METRIC|PARENT|ATTACHMENT|OTHER|AUTOMATION|INVOLVED_RESOURCE|TASK)/([0-9]|[A-F]){32}$',
});
