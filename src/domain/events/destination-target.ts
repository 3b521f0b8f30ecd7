import type { Secrets } from '#domain/secrets';
import { parseArn } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import type { Authorization } from './connection.ts';
import { secretsIn } from './connection.ts';
import { openAuthorization } from './connections.ts';
import { requestFor } from './destination-request.ts';
import { type DestinationRow, destinationsSql } from './destinations.sql.ts';
import { createTokens } from './oauth.ts';
import { type HttpCaller, heardOf } from './outside.ts';
import type { Heard, OutsideTarget } from './target.ts';

export interface DestinationTargetDeps {
  http: HttpCaller;
  secrets: Pick<Secrets, 'value'>;
}

/** An API destination as the target of a rule. What it is, and what authorizes it, is read at the moment of the call. */
export function destinationTarget({ http, secrets }: DestinationTargetDeps): OutsideTarget {
  const tokens = createTokens(http);
  return {
    name: 'API destination',
    queue: 'events.api-destinations',
    accepts: (arn) => placeIn(arn) !== undefined,
    fault({ account, region, targetArn }) {
      const [of, where] = placeIn(targetArn)!;
      return of === account && where === region
        ? undefined
        : `Arn: wanted an API destination of the rule's account and region ${region}, got ${targetArn}`;
    },
    async turn(tx, now, targetArn) {
      const [account, region, name] = placeIn(targetArn)!;
      return (await tx.first(destinationsSql.turn, [account, region, name, now]))?.turn;
    },
    async call(on, now, { targetArn, input, options, key }, signal) {
      const [account, region, name, id] = placeIn(targetArn)!;
      const row = await on.first(destinationsSql.one, [account, region, name]);
      if (row?.id !== id) return gone(`There is no API destination ${targetArn}. Name one that there is.`);
      const authorization = await authorizationOf(on, now, secrets, row);
      if (!authorization)
        return gone(`The connection ${row.connection_arn} is not there. Name another: UpdateApiDestination.`);
      const secret = secretsIn(authorization);
      const hide = (text: string) => secret.reduce((shown, one) => shown.replaceAll(one, '***'), text);
      const about = `${row.secret_arn} ${row.connection_modified_at!.toISOString()}`;
      const token = authorization.oauth ? await tokens.of(now, about, authorization.oauth, signal) : undefined;
      if (token && 'failed' in token) return hidden(token.failed, hide);
      const request = requestFor(row, authorization, token?.token, options.http ?? {}, input);
      if ('fault' in request) return { ok: false, permanent: true, code: 'INVALID_PARAMETER', reason: request.fault };
      const answer = await http.request({ ...request, headers: { ...request.headers, 'x-muster-key': key } }, signal);
      // A token that is refused is asked for anew with the next try.
      if ('status' in answer && answer.status === 401) tokens.forget(about);
      return hidden(heardOf(answer), (text) => hide(token ? text.replaceAll(token.token, '***') : text));
    },
  };
}

const hidden = (heard: Heard, hide: (text: string) => string): Heard =>
  heard.ok ? heard : { ...heard, reason: hide(heard.reason) };

const gone = (reason: string): Heard => ({ ok: false, permanent: true, code: 'NO_RESOURCE', reason });

async function authorizationOf(
  on: Queries,
  now: Date,
  secrets: Pick<Secrets, 'value'>,
  { secret_arn: arn }: DestinationRow,
): Promise<Authorization | undefined> {
  if (arn === null) return undefined;
  try {
    return await openAuthorization(on, now, secrets, arn);
  } catch (error) {
    // Somebody has deleted its secret by itself.
    if (error instanceof Refusal && error.kind !== 'unavailable') return undefined;
    throw error;
  }
}

function placeIn(text: string): [account: string, region: string, name: string, id: string] | undefined {
  const arn = parseArn(text);
  const [, name, id] = /^api-destination\/([.\-_A-Za-z0-9]+)\/([\w-]+)$/.exec(arn?.resource ?? '') ?? [];
  return arn?.service === 'events' && name && id ? [arn.account, arn.region, name, id] : undefined;
}
