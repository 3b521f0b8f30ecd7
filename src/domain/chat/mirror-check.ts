import type { Queries } from '#storage/db';
import type { MirrorKind } from './mirror.ts';
import type { Mirrors } from './mirrors.ts';
import { lastOf } from './words.ts';

const NAMES: Readonly<Record<MirrorKind, string>> = { SLACK_GROUP: 'Slack user group', WEBHOOK: 'webhook' };

/** What the doctor asks of mirrors: whether each is as it should be. */
export const mirrorsCheck = (mirrors: Pick<Mirrors, 'list'>) => ({
  id: 'mirrors',
  title: 'What outside is kept as who is on call is as it should be',
  async run(on: Queries, _now: Date, { account }: { account: string }) {
    const all = await mirrors.list(on, account);
    return all.flatMap(({ id, kind, target, subject, fault }) =>
      fault === undefined
        ? []
        : [
            {
              severity: 'warning' as const,
              subject: `${NAMES[kind]} ${target}, of ${lastOf(subject)}`,
              text: `It does not show who is on call: ${fault}.`,
              whatToDo: `Mend that: it is told again within five minutes. Or take it out: muster chat unmirror ${id}`,
            },
          ],
    );
  },
});
