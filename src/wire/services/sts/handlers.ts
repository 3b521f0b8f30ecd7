import { createHash } from 'node:crypto';
import type { Tx } from '#storage/db';
import { type Implementation, implement } from '../../service.ts';
import { sts } from './service.ts';

/** STS: who am I? */
export function stsService(): Implementation<Tx> {
  return implement(sts, {
    GetCallerIdentity: async ({ actor }) => ({
      Account: actor.account,
      Arn: actor.principal,
      UserId: userId(actor.principal),
    }),
  });
}

/** A stable id in AWS's form for a principal. */
function userId(principal: string): string {
  return `AIDA${createHash('sha256').update(principal).digest('hex').slice(0, 17).toUpperCase()}`;
}
