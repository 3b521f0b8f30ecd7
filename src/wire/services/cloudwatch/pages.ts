import { Refusal } from '#kernel/refusal';

/** CloudWatch calls a bad token by a name of its own. */
export async function withTokenCode<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || !error.details.fields?.some((field) => field.name === 'nextToken')) throw error;
    throw new Refusal('validation', error.message, { code: 'InvalidNextToken' }, { cause: error });
  }
}
