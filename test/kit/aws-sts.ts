import type { IncomingMessage } from 'node:http';
import { sign } from '#kernel/sign';
import { parseBasicTime } from '#kernel/sigv4';
import { type HttpOutside, openHttpOutside, type Said } from './http-outside.ts';
import { AWS_KEY } from './world-node.ts';

/** AWS's STS of our own, with a tally; it takes nothing that is not signed rightly. */
export interface FakeSts extends HttpOutside {
  readonly came: Record<string, string>[];
  /** Answers so many of the next requests otherwise. */
  next(...answers: Said[]): void;
}

const SCOPE = { region: 'eu-west-1', service: 'sts' };

/** `lastsMs`: how long its sessions are good for, from the signature's time. */
export async function openSts(lastsMs = 3_600_000): Promise<FakeSts> {
  const came: Record<string, string>[] = [];
  const answers: Said[] = [];
  const outside = await openHttpOutside({
    refuse(_mode, request, body) {
      if (!isSigned(request, body)) return stsError(403, 'SignatureDoesNotMatch', 'The signature does not match');
      return answers.shift();
    },
    take({ headers }, body) {
      const asked = Object.fromEntries(new URLSearchParams(body));
      came.push(asked);
      const until = new Date(parseBasicTime(String(headers['x-amz-date']))!.getTime() + lastsMs).toISOString();
      const keys = `<AccessKeyId>ASIA${came.length}</AccessKeyId><SecretAccessKey>a&amp;b</SecretAccessKey><SessionToken>token-${came.length}</SessionToken><Expiration>${until}</Expiration>`;
      return {
        status: 200,
        body: `<AssumeRoleResponse><AssumeRoleResult><Credentials>${keys}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      };
    },
  });
  return Object.assign(outside, { came, next: (...more: Said[]) => void answers.push(...more) });
}

export const stsError = (status: number, code: string, message: string): Said => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/** Signed anew over what came, with our key: the same. */
function isSigned({ headers, method, url }: IncomingMessage, body: string): boolean {
  const at = parseBasicTime(String(headers['x-amz-date']));
  if (!at) return false;
  const given = { 'content-type': String(headers['content-type']) };
  const again = { method: method!, url: new URL(url!, `http://${headers.host}`), body, headers: given };
  return sign(again, AWS_KEY, SCOPE, at)['authorization'] === headers.authorization;
}
