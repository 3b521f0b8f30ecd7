import { boolean, integer, list, required, string, structure, timestamp } from '#kernel/shape';

/** What the families of Systems Manager's operations have in common. */

export const TagKey = string({ min: 1, max: 128, pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$' });
const TagValue = string({ min: 0, max: 256, pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$' });
export const Tags = list(structure({ Key: required(TagKey), Value: required(TagValue) }), { max: 1000 });

export const Text = string();
export const Flag = boolean();
export const DateTime = timestamp();
export const MaxResults = integer({ min: 1, max: 50 });
export const NextToken = string();
