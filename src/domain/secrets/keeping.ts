import { DAY } from '#kernel/clock';
import { changedTags } from '#kernel/tags';
import { cancelDeletion, planDeletion } from './deletion.ts';
import { find, lock, lockIfThere, namesOf } from './held.ts';
import { checkPolicy } from './policy.ts';
import { alive, badParameter, secretArn } from './secret.ts';
import { secretsSql } from './secrets.sql.ts';
import type { Secrets, SecretsDeps } from './secrets.ts';
import { moved, stagesIn } from './stages.ts';
import { requireVersion, saveStages } from './versions.ts';

const MIN_DAYS = 7;
const MAX_DAYS = 30;

type Keeping = Pick<Secrets, 'moveStage' | 'remove' | 'restore' | 'tag' | 'policy' | 'setPolicy'>;

/** What is done with secrets that are there, but for their values. */
export function secretKeeping({ due, quotas }: SecretsDeps): Keeping {
  return {
    async moveStage(tx, now, named, move) {
      const row = alive(await lock(tx, named));
      for (const version of [move.from, move.to]) if (version) await requireVersion(tx, row, version);
      const was = stagesIn(row.stages);
      const next = moved(was, move);
      if (next === was) return namesOf(row);
      await saveStages(tx, row, next);
      await tx.rows(secretsSql.update, [row.id, row.description, row.kms_key_id, now]);
      return namesOf(row);
    },
    async remove(tx, now, named, wish) {
      if (wish !== 'at once') {
        checkDays(wish.days);
        const row = alive(await lock(tx, named));
        const deleteAfter = new Date(now.getTime() + wish.days * DAY);
        await tx.rows(secretsSql.setDeletion, [row.id, deleteAfter, now]);
        await planDeletion(tx, due, now, row, deleteAfter);
        return { ...namesOf(row), deleteAfter };
      }
      const row = await lockIfThere(tx, named);
      if (!row) return undefined;
      await tx.rows(secretsSql.delete, [row.id]);
      await cancelDeletion(tx, due, row);
      return { ...namesOf(row), deleteAfter: now };
    },
    async restore(tx, now, named) {
      const row = await lock(tx, named);
      if (row.delete_after) await tx.rows(secretsSql.setDeletion, [row.id, null, now]);
      await cancelDeletion(tx, due, row);
      return namesOf(row);
    },
    async tag(tx, now, named, change) {
      const row = alive(await lock(tx, named));
      const next = changedTags(row.tags, change, quotas.tagsPerResource, { type: 'SECRET', id: secretArn(row) });
      await tx.rows(secretsSql.setTags, [row.id, JSON.stringify(next), now]);
    },
    async policy(on, named) {
      const row = alive(await find(on, named));
      const policy = (await on.first(secretsSql.policy, [row.id]))?.policy;
      return { ...namesOf(row), ...(policy ? { policy } : {}) };
    },
    async setPolicy(tx, now, named, policy) {
      const row = alive(await lock(tx, named));
      if (policy) checkPolicy(policy.document, secretArn(row), policy.blockPublic);
      await tx.rows(secretsSql.setPolicy, [row.id, policy?.document ?? null, now]);
      return namesOf(row);
    },
  };
}

function checkDays(days: number): void {
  if (Number.isInteger(days) && days >= MIN_DAYS && days <= MAX_DAYS) return;
  throw badParameter(
    `The RecoveryWindowInDays value must be between ${MIN_DAYS} and ${MAX_DAYS} days (inclusive), got ${days}.`,
  );
}
