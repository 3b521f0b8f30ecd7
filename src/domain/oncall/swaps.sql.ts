import { statement } from '#storage/statement';

export interface SwapRow {
  id: string;
  account: string;
  region: string;
  status: 'offered' | 'accepted' | 'declined' | 'withdrawn';
  note: string | null;
  give_rotation_id: string;
  give_contact: string;
  give_start_at: Date;
  give_end_at: Date;
  take_rotation_id: string;
  take_contact: string;
  take_start_at: Date;
  take_end_at: Date;
  created_at: Date;
  created_by: string;
  answered_at: Date | null;
  answered_by: string | null;
}

const SWAP = `s.id, s.account, s.region, s.status, s.note, s.give_rotation_id, s.give_contact, s.give_start_at, s.give_end_at,
  s.take_rotation_id, s.take_contact, s.take_start_at, s.take_end_at, s.created_at, s.created_by, s.answered_at, s.answered_by`;

export const swapsSql = {
  insert: statement(
    'oncall.insertSwap',
    `insert into shift_swaps (id, account, region, status, note, give_rotation_id, give_contact, give_start_at, give_end_at,
       take_rotation_id, take_contact, take_start_at, take_end_at, created_at, created_by)
     values ($1, $2, $3, 'offered', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
  ),
  find: statement<SwapRow>(
    'oncall.findSwap',
    `select ${SWAP} from shift_swaps s where s.account = $1 and s.region = $2 and s.id = $3`,
  ),
  lock: statement<SwapRow>(
    'oncall.lockSwap',
    `select ${SWAP} from shift_swaps s where s.account = $1 and s.region = $2 and s.id = $3 for update`,
  ),
  /** Newest first, those before an id. */
  list: statement<SwapRow>(
    'oncall.listSwaps',
    `select ${SWAP} from shift_swaps s where s.account = $1 and s.region = $2 and ($3::text is null or s.status = $3)
       and ($4::uuid is null or s.id < $4) order by s.id desc limit $5`,
  ),
  countOffered: statement<{ count: number }>(
    'oncall.countOfferedSwaps',
    `select count(*)::int as count from shift_swaps s where s.account = $1 and s.region = $2 and s.status = 'offered'
       and s.give_start_at > $3 and s.take_start_at > $3`,
  ),
  answer: statement(
    'oncall.answerSwap',
    'update shift_swaps set status = $3, answered_at = $4, answered_by = $5 where account = $1 and id = $2',
  ),
};
