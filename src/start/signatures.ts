import type { CheckSignature } from '#api/v1/authenticate';
import type { Sessions } from '#domain/access';
import type { Clock } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import { receiveHead } from '#wire/gateway/receive';
import { WireError } from '#wire/protocols/wire-error';
import { createVerifier } from '#wire/signing/verify';

/** What requests of the native API are signed for. */
const SIGNING_NAME = 'muster';

/** The AWS face's check of signatures, for the native API: neither face may know the other. */
export function signatureCheck(sessions: Sessions, clock: Clock): CheckSignature {
  const verifier = createVerifier((id, token) => sessions.find(clock.now(), id, token));
  return async (message, body, now) => {
    const request = { ...receiveHead(message), body, content: body };
    const verified = await verifier.verify(request, now).catch((error: unknown) => {
      throw error instanceof WireError ? new Refusal('unauthenticated', error.message, {}, { cause: error }) : error;
    });
    if (!verified) return undefined;
    const { accessKeyId, scope, credential } = verified;
    if (scope.service !== SIGNING_NAME) {
      const message = `Credential should be scoped to the service '${SIGNING_NAME}', got '${scope.service}'.`;
      throw new Refusal('unauthenticated', message);
    }
    const { account, principal, session } = credential;
    return { accessKeyId, account, principal, region: scope.region, ...(session ? { session } : {}) };
  };
}
