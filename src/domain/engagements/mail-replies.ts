import type { Confirmations } from '#domain/channels';
import { contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { HOUR } from '#kernel/clock';
import { sameSecret } from '#kernel/seal';
import type { Tx } from '#storage/db';
import { LINK_LIFETIME_MS, viewOf } from './acknowledge.ts';
import { type Answered, answer } from './answer.ts';
import type { EngagementRooms } from './apply.ts';
import type { PageSecrets } from './links.ts';
import { type MailMeaning, readMail } from './mail-text.ts';
import { type PageRow, pagesSql } from './pages.sql.ts';
import { repliesSql } from './replies.sql.ts';
import { guardOf, isFresh } from './replies.ts';
import { isBarred, wronged } from './reply-guard.ts';
import { tell } from './tell.ts';

/** A mail that came in, as far as it matters. Nothing in it proves who sent it but the token in the address it went to. */
export interface InboundMail {
  /** Its Message-ID, or a digest of it: the same mail counts once. */
  id: string;
  /** Every address that it went to, in small letters. */
  addresses: string[];
  /** Why it was written by a machine: it never counts as an answer. */
  automatic?: string;
  /** It tells that a message could not be delivered, for good, in words. */
  bounce?: string;
  subject?: string;
  /** The address that it says it is from; nothing proves it. */
  from?: string;
  /** Its readable text. */
  text: string;
}

/** What came of it. */
export interface MailReplied {
  did: 'nothing' | 'acknowledged' | 'resolved' | 'noted' | 'bounced' | 'refused';
  /** Why nothing, for the log. */
  why?: string;
  /** The page that was answered; of several the most severe one. */
  page?: PageRow;
}

/** What an answer may do to an incident; the room that has them implements it. */
export interface IncidentDesk {
  note(tx: Tx, now: Date, actor: Actor, incidentArn: string, text: string): Promise<void>;
  /** Nothing where it is resolved already. */
  resolve(tx: Tx, now: Date, actor: Actor, incidentArn: string): Promise<void>;
}

export interface MailReplies {
  receive(tx: Tx, now: Date, mail: InboundMail, requestId: string): Promise<MailReplied>;
}

export interface MailRepliesDeps {
  rooms: EngagementRooms;
  secrets: PageSecrets;
  /** The token in an address; undefined for an address that is none of ours. */
  tokenIn(address: string): string | undefined;
  desk: IncidentDesk;
  confirmations: Confirmations;
}

/** Mails to a channel's addresses that are looked at within an hour: a loop that nothing else ends is ended here. */
const MOST_AN_HOUR = 30;
const nothing = (why: string): MailReplied => ({ did: 'nothing', why });

export function createMailReplies(deps: MailRepliesDeps): MailReplies {
  return {
    async receive(tx, now, mail, requestId) {
      const messageId = messageOf(deps, mail);
      if (messageId === undefined) return nothing('no address of it has the token of a message');
      const pages = await tx.rows(pagesSql.ofMessages, [[messageId]]);
      const [page] = pages;
      const channel = page && (await deps.rooms.contactChannels.byId(tx, [page.channel_id])).get(page.channel_id);
      if (!channel) return nothing('its message or its channel is not there any more');
      if (!(await isFresh(tx, now, [channel], `mail/${mail.id}`))) return nothing('it was received before');
      const recent = await tx.first(repliesSql.recent, [channel.id, new Date(now.getTime() - HOUR)]);
      if (recent!.count > MOST_AN_HOUR) return nothing(`more than ${MOST_AN_HOUR} mails within an hour`);
      if (mail.bounce !== undefined) return bounced(deps, tx, now, messageId, mail.bounce, page);
      if (mail.automatic !== undefined) return nothing(`it was written by a machine: ${mail.automatic}`);
      if (!channel.activated) return nothing('its channel is not activated');
      const guarded = await guardOf(tx, [channel]);
      if (isBarred(now, guarded.guard)) return nothing('too many wrong codes: replies count again in 15 minutes');
      const meant = readMail(mail.text);
      if (meant.kind === 'nothing') return nothing('nothing is written in it');
      // Answered or not: what a mail may do to an incident ends with its link.
      if (pages.every((one) => isOld(one, now))) return nothing('the message is older than 24 hours');
      const code = meant.kind === 'note' ? undefined : meant.code;
      const answered = meantBy(deps.secrets, messageId, pages, code);
      if (answered) return follow(deps, tx, now, answered, pages, meant, requestId);
      await guarded.save(wronged(now, guarded.guard));
      await say(
        deps,
        tx,
        now,
        pages,
        'A reply by mail had a code that is none of its message: nothing was acknowledged',
      );
      return { did: 'refused', why: 'a wrong code' };
    },
  };
}

const isOld = ({ created_at }: PageRow, now: Date) => now.getTime() - created_at.getTime() > LINK_LIFETIME_MS;

/** The message whose token stands in one of the addresses. */
function messageOf({ tokenIn, secrets }: MailRepliesDeps, { addresses }: InboundMail): string | undefined {
  for (const address of addresses) {
    const token = tokenIn(address);
    const messageId = token === undefined ? undefined : secrets.readReplyToken(token);
    if (messageId !== undefined) return messageId;
  }
  return undefined;
}

/** All pages of the message, or by its code one of them; undefined for any other code. */
function meantBy(secrets: PageSecrets, messageId: string, pages: PageRow[], code?: string): Answered | undefined {
  if (code === undefined || sameSecret(code, secrets.codeForAll(messageId))) return { messageId };
  const page = pages.find(({ id }) => sameSecret(code, secrets.code(id)));
  return page && { page };
}

async function follow(
  deps: MailRepliesDeps,
  tx: Tx,
  now: Date,
  answered: Answered,
  pages: PageRow[],
  meant: MailMeaning,
  requestId: string,
): Promise<MailReplied> {
  const meantPages = 'page' in answered ? [answered.page] : pages;
  const view = viewOf(meantPages, now);
  const by = contactArn(view.page);
  if (meant.kind === 'acknowledge') {
    if (view.state !== 'open') return nothing(`it is ${view.state} already`);
    await answer(tx, now, deps.rooms, answered, 'reply by mail', by);
    return { did: 'acknowledged', page: view.page };
  }
  const arns = [...new Set(meantPages.flatMap(({ incident_arn }) => incident_arn ?? []))].sort();
  if (arns.length === 0) return nothing('its message is about no incident');
  if (meant.kind === 'resolve' && meant.code === undefined && arns.length > 1) {
    await say(
      deps,
      tx,
      now,
      pages,
      'A reply by mail asked to resolve, and named by no code which of several incidents',
    );
    return { did: 'refused', why: 'its message is about several incidents' };
  }
  // The incidents' own account: whoever was paged for one acts as the person that they are.
  const actor = { account: view.page.account, region: view.page.region, principal: by, requestId };
  for (const arn of arns) {
    if (meant.kind === 'resolve') await deps.desk.resolve(tx, now, actor, arn);
    else if (meant.kind === 'note') await deps.desk.note(tx, now, actor, arn, meant.text);
  }
  return { did: meant.kind === 'resolve' ? 'resolved' : 'noted', page: view.page };
}

/** It never arrived, so its pages were in vain: what follows is decided as for any other provider's word. */
async function bounced(
  { confirmations }: MailRepliesDeps,
  tx: Tx,
  now: Date,
  messageId: string,
  info: string,
  page: PageRow,
): Promise<MailReplied> {
  await confirmations.record(tx, now, messageId, undefined, { kind: 'failed', info });
  return { did: 'bounced', page };
}

const say = ({ rooms }: MailRepliesDeps, tx: Tx, now: Date, pages: PageRow[], text: string) =>
  rooms.timeline.append(
    tx,
    now,
    tell(now, pages, () => text),
  );
