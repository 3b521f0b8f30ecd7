import { Refusal } from '#kernel/refusal';

/** CloudWatch tells three kinds of bad arguments apart. */
export const badValue = (message: string): Refusal =>
  new Refusal('validation', message, { code: 'InvalidParameterValueException' });
export const badCombination = (message: string): Refusal =>
  new Refusal('validation', message, { code: 'InvalidParameterCombinationException' });
/** What no model names: queries and expressions that cannot be answered. */
export const badQuery = (message: string): Refusal => new Refusal('validation', message, { code: 'ValidationError' });
