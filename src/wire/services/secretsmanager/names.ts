import {
  badParameter,
  noSecret,
  parseSecretId,
  type SecretNamed,
  type SecretNames,
  type SecretValue,
} from '#domain/secrets';
import { own, type WireCall } from '../support.ts';

/** The secret that a call names, which is its account's and its Region's. */
export function namedIn({ actor }: WireCall, secretId: string): SecretNamed {
  const named = own(actor, parseSecretId(secretId, actor.account, actor.region), secretId);
  if (named.region !== actor.region) throw noSecret(secretId);
  return named;
}

export const toNames = ({ arn, name }: SecretNames) => ({ ARN: arn, Name: name });

interface Given {
  SecretString?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
}

/** The value that was given, if any. Refuses two. */
export function valueIn({ SecretString, SecretBinary }: Given): SecretValue | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw badParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret. Leave out SecretBinary or SecretString.",
    );
  return SecretString ?? SecretBinary;
}

/** Refuses what this version would not honour rather than leaving it out silently. */
export function refuseMembers(
  input: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, string>>,
): void {
  for (const [member, why] of Object.entries(members)) {
    const given = input[member];
    if (given !== undefined && given !== false && given !== '')
      throw badParameter(`${member}: ${why}. Leave ${member} out.`);
  }
}
