import { Client } from 'pg';
import { messageOf } from '#kernel/text';
import { type Connection, DATABASE } from './contract.ts';
import { codeOf } from './files.ts';

/**
 * What a server says when it is asked: it works; it works but lacks our database; it is starting, recovering or stopping;
 * nobody listens; or something else is wrong.
 */
export type Answer = 'ready' | 'no database' | 'not yet' | 'nobody there' | { fault: string };

const ANSWERS: Record<string, Answer> = {
  '3D000': 'no database',
  // cannot_connect_now; too_many_connections, which is a sign of life as well.
  '57P03': 'not yet',
  '53300': 'not yet',
  ENOENT: 'nobody there',
  ECONNREFUSED: 'nobody there',
  ECONNRESET: 'not yet',
};

/** Connects and asks for one row: the only proof that a server works. */
export async function ask(connection: Connection): Promise<Answer> {
  try {
    await query(connection, 'select 1');
    return 'ready';
  } catch (error) {
    return ANSWERS[codeOf(error) ?? ''] ?? { fault: messageOf(error) };
  }
}

/** Makes Muster's database; a second time changes nothing. */
export async function createDatabase(connection: Connection): Promise<void> {
  try {
    await query({ ...connection, database: 'postgres' }, `create database ${DATABASE}`);
  } catch (error) {
    if (codeOf(error) !== '42P04') throw error;
  }
}

async function query(connection: Connection, sql: string): Promise<void> {
  const client = new Client({ ...connection, ssl: false, connectionTimeoutMillis: 10_000 });
  // A server that dies while we talk to it is told by the rejected query; the event says the same once more.
  const told = () => undefined;
  client.on('error', told);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
