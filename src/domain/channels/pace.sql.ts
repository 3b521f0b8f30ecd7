import { statement } from '#storage/statement';
import type { Pace } from './pace.ts';

export const paceSql = {
  /** There from now on, with nothing that went yet. */
  ensure: statement(
    'channels.ensurePace',
    'insert into recipient_pace (recipient, account, state, version) values ($1, $2, $3, 0) on conflict do nothing',
  ),
  /** Held until the transaction ends, so that what is decided on it stands. */
  lock: statement<{ state: Pace }>(
    'channels.lockPace',
    'select p.state from recipient_pace p where p.recipient = $1 for update',
  ),
  save: statement(
    'channels.savePace',
    'update recipient_pace set state = $2, version = version + 1 where recipient = $1',
  ),
  erase: statement('channels.erasePace', 'delete from recipient_pace p where p.account = $1'),
  /**
   * Takes one of the messages that a provider gets a second: $3 is a message's share of time, $4 how far ahead of time it may
   * be, both in milliseconds. Nothing where it is all taken.
   */
  takeRate: statement<{ channel_type: string }>(
    'channels.takeRate',
    `insert into provider_rates as r (channel_type, next_at)
     values ($1, $2::timestamptz + $3::double precision * interval '1 millisecond')
     on conflict (channel_type) do update
       set next_at = greatest(r.next_at, $2::timestamptz) + $3::double precision * interval '1 millisecond'
       where r.next_at <= $2::timestamptz + $4::double precision * interval '1 millisecond'
     returning r.channel_type`,
  ),
  rateFree: statement<{ next_at: Date }>(
    'channels.rateFree',
    'select r.next_at from provider_rates r where r.channel_type = $1',
  ),
};
