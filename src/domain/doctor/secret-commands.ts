import { parseArn } from '#kernel/arn';
import { shellWord } from './shell-word.ts';

/** A secret is named by its name, or by its ARN, which ends in six random characters. */
export const secretName = (named: string) =>
  parseArn(named)
    ?.resource.replace(/^secret:/, '')
    .replace(/-\w{6}$/, '') ?? named;

/** The members that a secret of a plan's PagerDuty needs beside its token. */
const BESIDE: Readonly<Record<string, string>> = { pagerDutyToken: ',"pagerDutyFromEmail":"…"' };

/** Gives a secret a new value. */
export const putSecret = (secretId: string, member: string) =>
  `muster aws secretsmanager put-secret-value --secret-id ${shellWord(secretId)} --secret-string '{"${member}":"…"${BESIDE[member] ?? ''}}'`;
