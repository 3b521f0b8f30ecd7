import { Refusal } from '#kernel/refusal';

/** What CloudWatch answers to bad arguments; it is in no model. */
export const badArgument = (message: string) => new Refusal('validation', message, { code: 'ValidationError' });
