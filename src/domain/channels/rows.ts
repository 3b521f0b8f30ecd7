import type { MessageRow } from './messages.sql.ts';
import type { Message, MessageSource } from './source.ts';

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    account: row.account,
    channelId: row.channel_id,
    channelType: row.channel_type,
    kind: row.kind,
    dueAt: row.due_at,
    payload: row.payload,
    attempts: row.attempts,
  };
}

export function sourceOf(sources: MessageSource[], kind: string): MessageSource {
  const source = sources.find((candidate) => candidate.kind === kind);
  if (!source) throw new Error(`no room offers messages of kind ${kind}`);
  return source;
}
