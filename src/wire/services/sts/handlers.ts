import { type SessionCredentials, standingId } from '#domain/access';
import type { Actor } from '#kernel/actor';
import { invalid, Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { callContext } from '../../authorise.ts';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { tagsOf } from '../support.ts';
import { sts } from './service.ts';

/** Half a day, as at AWS. */
const SESSION_SECONDS = 43_200;

/** STS: who am I, and sessions. `isSecure`: people reach Muster over TLS. */
export function stsService({ assuming, sessions }: Rooms, isSecure: boolean): Implementation<Tx> {
  return implement(sts, {
    GetCallerIdentity: async ({ actor }) => ({
      Account: actor.account,
      Arn: actor.principal,
      UserId: userId(actor),
    }),
    AssumeRole: async (call, input) => {
      const { SerialNumber, TokenCode, ProvidedContexts, TransitiveTagKeys } = input;
      refuseGiven({ SerialNumber, TokenCode, ProvidedContexts, TransitiveTagKeys });
      const assumed = await assuming.assume(call.context, call.now, call.actor, {
        roleArn: input.RoleArn,
        sessionName: input.RoleSessionName,
        policyArns: (input.PolicyArns ?? []).flatMap(({ arn }) => arn ?? []),
        tags: tagsOf(input.Tags),
        context: callContext(call, isSecure),
        ...(input.DurationSeconds === undefined ? {} : { seconds: input.DurationSeconds }),
        ...(input.Policy === undefined ? {} : { policy: input.Policy }),
        ...(input.ExternalId === undefined ? {} : { externalId: input.ExternalId }),
        ...(input.SourceIdentity === undefined ? {} : { sourceIdentity: input.SourceIdentity }),
      });
      const { principal, roleId, packed, sourceIdentity } = assumed;
      return {
        AssumedRoleUser: { Arn: principal, AssumedRoleId: `${roleId}:${input.RoleSessionName}` },
        Credentials: toCredentials(assumed.credentials),
        PackedPolicySize: packed,
        SourceIdentity: sourceIdentity,
      };
    },
    GetSessionToken: async ({ actor, now, accessKeyId }, { DurationSeconds, SerialNumber, TokenCode }) => {
      refuseGiven({ SerialNumber, TokenCode });
      // As at AWS: a session makes no longer one.
      if (actor.session || accessKeyId.startsWith('ASIA'))
        throw new Refusal('accessDenied', 'Cannot call GetSessionToken with session credentials');
      const { account, principal } = actor;
      const seconds = DurationSeconds ?? SESSION_SECONDS;
      return { Credentials: toCredentials(sessions.open(now, { account, principal, accessKeyId }, seconds)) };
    },
  });
}

const NOT_HERE: Readonly<Record<string, string>> = {
  SerialNumber: 'Muster knows no MFA devices',
  TokenCode: 'Muster knows no MFA devices',
  ProvidedContexts: 'Muster knows no providers of contexts',
  TransitiveTagKeys: 'Muster passes no tags on to further sessions',
};

/** Refuses what this version would not honour rather than leaving it out silently. */
function refuseGiven(members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) throw invalid(`${name}: ${NOT_HERE[name]}. Leave ${name} out.`);
  }
}

const toCredentials = ({ accessKeyId, secret, sessionToken, expiresAt }: SessionCredentials) => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: secret,
  SessionToken: sessionToken,
  Expiration: expiresAt,
});

/** A stable id in AWS's form. */
function userId({ principal, session }: Actor): string {
  return session ? `${session.roleId}:${session.name}` : standingId('AIDA', principal);
}
