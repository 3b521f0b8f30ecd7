import { isRemembered } from '#domain/accounts';
import { type Incidents, incidentArn, parseNamedArn } from '#domain/incidents';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { tokenUse } from './execute.ts';
import type { GatewayOptions } from './gateway.ts';
import { own } from './services/support.ts';

/**
 * The pipeline's step that lets people name incidents: `arn:aws:ssm-incidents::ACCOUNT:incident/NAME` becomes the incident's
 * own ARN, wherever an operation takes one. Refuses another account's, a name that fits none, and one that fits several.
 */
export function trueNamesWith(db: Queries, incidents: Incidents): NonNullable<GatewayOptions<unknown>['trueNames']> {
  return async (call, operation, input) => {
    const member = operation.incident!;
    const given = input[member];
    const named = typeof given === 'string' ? parseNamedArn(given) : undefined;
    if (!named) return input;
    own(call.actor, named, String(given));
    try {
      return { ...input, [member]: incidentArn(await incidents.named(db, named, member)) };
    } catch (error) {
      // Said again after its answer was lost, "resolve it" finds nothing open any more: the memory of the token answers.
      const use = error instanceof Refusal ? tokenUse(call, operation, input) : undefined;
      if (use && (await isRemembered(db, call.now, use))) return input;
      throw error;
    }
  };
}
