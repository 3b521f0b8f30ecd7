import { type Signer, sign } from '#kernel/sign';
import { cut, messageOf } from '#kernel/text';
import type { Outgoing } from '#providers/outgoing';

export interface AwsStsOptions {
  /** The operator's key for AWS. */
  keys: Signer;
  /** In which STS is asked. */
  region: string;
  /** Where STS is; AWS's own address of the region unless given. */
  baseUrl?: string;
  outgoing: Outgoing;
}

/** Keys of a role's session, which end. */
export interface StsKeys extends Signer {
  sessionToken: string;
  expiresAt: Date;
}

export type StsAnswer =
  | { ok: true; keys: StsKeys }
  /** `permission`: AWS says no; `later`: nobody could be asked, or not now. */
  | { ok: false; kind: 'permission' | 'later'; message: string };

export interface AwsSts {
  /** A session of an hour. Never throws. */
  assume(now: Date, roleArn: string, sessionName: string, signal: AbortSignal): Promise<StsAnswer>;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 65_536;
const SECONDS = '3600';

export function createAwsSts({ keys, region, baseUrl, outgoing }: AwsStsOptions): AwsSts {
  const url = new URL(`${(baseUrl ?? `https://sts.${region}.amazonaws.com`).replace(/\/+$/, '')}/`);
  const hidden = [keys.secret, keys.sessionToken].flatMap((one) => one ?? []);
  const clean = (text: string) =>
    cut(
      hidden.reduce((shown, one) => shown.replaceAll(one, '***'), text.replace(/[\s\p{Cc}]+/gu, ' ').trim()),
      400,
    );
  return {
    async assume(now, roleArn, sessionName, signal) {
      const body = new URLSearchParams({
        ...{ Action: 'AssumeRole', Version: '2011-06-15', DurationSeconds: SECONDS },
        ...{ RoleArn: roleArn, RoleSessionName: sessionName },
      }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const signed = sign({ method: 'POST', url, headers, body }, keys, { region, service: 'sts' }, now);
      try {
        const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, maxRedirects: 0, signal };
        const answer = await outgoing.request({ method: 'POST', url: url.href, headers: signed, body, ...bounds });
        const found = toAnswer(answer.status, answer.body.toString('utf8'), roleArn);
        return found.ok ? found : { ...found, message: clean(found.message) };
      } catch (error) {
        const message = clean(`AWS STS at ${url.origin} could not be used: ${messageOf(error)}; check the network.`);
        return { ok: false, kind: 'later', message };
      }
    },
  };
}

function toAnswer(status: number, xml: string, roleArn: string): StsAnswer {
  const member = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  if (status >= 200 && status < 300) return keysIn(member, status);
  const said = `${status}, ${plain(member('Code'))} ${plain(member('Message'))}`;
  if (status >= 500 || status === 429)
    return { ok: false, kind: 'later', message: `AWS STS could not give a session of ${roleArn} now (${said}).` };
  const mend = 'The role must exist at AWS and trust the key that MUSTER_AWS_ACCESS_KEY_ID names';
  return { ok: false, kind: 'permission', message: `AWS STS gives no session of ${roleArn} (${said}). ${mend}.` };
}

function keysIn(member: (name: string) => string, status: number): StsAnswer {
  const [accessKeyId, secret] = [plain(member('AccessKeyId')), plain(member('SecretAccessKey'))];
  const [sessionToken, expiresAt] = [plain(member('SessionToken')), new Date(member('Expiration'))];
  if (accessKeyId && secret && sessionToken && !Number.isNaN(expiresAt.getTime()))
    return { ok: true, keys: { accessKeyId, secret, sessionToken, expiresAt } };
  return { ok: false, kind: 'later', message: `AWS STS answered ${status} without keys: is something else there?` };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const plain = (text: string) => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name]!);
