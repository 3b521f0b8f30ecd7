import type { Json } from '#domain/documents';
import type { ActionCall, Authority } from '#domain/runbooks';
import { createOutsideAws, type OutsideCall } from '#providers/aws-api';
import type { Queries } from '#storage/db';

/** No database: what only calls AWS needs none. */
export const nowhere: Queries = {
  rows: () => Promise.reject(new Error('this test has no database')),
  first: () => Promise.reject(new Error('this test has no database')),
};

export const AUTHORITY: Authority = {
  account: '123456789012',
  region: 'eu-west-1',
  principal: 'arn:aws:sts::123456789012:assumed-role/runbooks/execution',
  roleArn: 'arn:aws:iam::123456789012:role/runbooks',
};

export const NOW = new Date('2026-01-02T03:10:00.000Z');

/** The broker's half outside, at the address of a fake, as a role. */
export function outsideAt(
  endpoint: string,
  options: { timeoutMs?: number; denies?: RegExp; judgedThere?: boolean } = {},
) {
  const recorded: OutsideCall[] = [];
  const judged: string[] = [];
  const api = createOutsideAws({
    endpoint,
    credentials: async (_on, { roleArn }) =>
      roleArn === undefined
        ? { refused: 'name an assumeRole' }
        : {
            keys: {
              accessKeyId: 'ASIAROLEROLEROLEROLE',
              secretAccessKey: 'a-secret-of-the-role',
              sessionToken: 'a-session',
            },
            judgedThere: options.judgedThere ?? false,
          },
    judge: async (_on, { principal }, action, resources) => {
      judged.push(`${action} ${resources.join(' ')}`);
      return options.denies?.test(action) ? `User: ${principal} is not authorized to perform: ${action}` : undefined;
    },
    record: (call) => void recorded.push(call),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  return { api, recorded, judged };
}

/** An attempt of a step. */
export const attempt = (inputs: Record<string, Json>, more: Partial<ActionCall> = {}): ActionCall => ({
  executionId: '0195e4a0-0000-7000-8000-000000000001',
  stepExecutionId: '0195e4a0-0000-7000-8000-000000000002',
  stepName: 'step',
  attempt: 1,
  token: '0195e4a0-0000-7000-8000-000000000003',
  authority: AUTHORITY,
  inputs,
  now: NOW,
  isDry: false,
  ...more,
});
