import { MINUTE, SECOND } from '#kernel/clock';
import type { Client } from '../client.ts';
import { type Command, type Context, jsonOption } from '../command.ts';
import { exitCodes, usage } from '../fault.ts';
import { pause } from '../io.ts';
import { channelArn, contactArn, lastOf, listChannels } from '../names.ts';
import { listTestPages } from '../own-lists.ts';
import { json, listed, plain, table, when } from '../table.ts';

type TestPage = Awaited<ReturnType<typeof listTestPages>>[number];

/** How often it is looked, and how long at most: a little longer than a test page waits for its answer. */
const LOOK_MS = 2 * SECOND;
const FOLLOW_MS = 16 * MINUTE;
const HEAD = ['CHANNEL', 'TYPE', 'SENT AT', 'STATUS', 'WHAT HAPPENED'];

export const testContact: Command = {
  name: 'contacts test',
  positionals: ['CONTACT'],
  options: {
    channel: {
      type: 'string',
      value: 'CHANNEL',
      about: 'which one (several); every activated one unless given',
      several: true,
    },
    follow: { type: 'boolean', about: 'wait until each is answered or over; exit code 1 unless all were answered' },
    json: jsonOption,
  },
  summary: 'send a test page to a person’s channels: it pages nobody',
  help: `
Sends a real message over each channel, by its real provider, with a code and a link to answer it. No incident is opened, and
nobody is paged. Only activated channels; five an hour each. CONTACT is an alias or ARN.

  muster contacts test ana
  muster contacts test ana --channel phone --follow`,
  async run(context, given) {
    const { io, client } = context;
    const contact = lastOf(await contactArn(client(), given.positionals[0]!));
    const ids = await channelsMeant(client(), contact, given.texts('channel'));
    const sent: TestPage[] = [];
    for (const channelId of ids)
      sent.push((await client().api('testChannel', { params: { contact, channelId } })).body);
    const pages = given.flag('follow') ? await followed(context, sent) : sent;
    await show(context, contact, pages, given.flag('json'));
    if (given.flag('follow'))
      return pages.every(({ status }) => status === 'answered') ? exitCodes.ok : exitCodes.refused;
    io.err(`What becomes of it: muster contacts tests list ${contact}\n`);
    return undefined;
  },
};

async function channelsMeant(client: Client, contact: string, named: string[]): Promise<string[]> {
  const arn = await contactArn(client, contact);
  if (named.length > 0) return Promise.all(named.map(async (one) => lastOf(await channelArn(client, arn, one))));
  const all = await listChannels(client, arn);
  const active = all.filter(({ ActivationStatus }) => ActivationStatus === 'ACTIVATED');
  if (active.length === 0)
    throw usage(`${contact} has no activated channel`, `\`muster contacts channels list ${contact}\` shows them.`);
  return active.map(({ ContactChannelArn }) => lastOf(ContactChannelArn));
}

const OVER = new Set<TestPage['status']>(['answered', 'failed', 'cancelled', 'unanswered']);

/** Looks until all of them are over. */
async function followed({ io, client }: Context, pages: TestPage[]): Promise<TestPage[]> {
  const until = io.now().getTime() + FOLLOW_MS;
  let seen = pages;
  while (seen.some(({ status }) => !OVER.has(status)) && io.now().getTime() < until) {
    await pause(io, LOOK_MS);
    seen = await Promise.all(
      seen.map(async (page) => {
        if (OVER.has(page.status)) return page;
        const params = { contact: page.contact, testPageId: page.id };
        const next = (await client().api('getTestPage', { params })).body;
        if (next.status !== page.status) io.err(`${plain(next.channelType)}: ${next.status}\n`);
        return next;
      }),
    );
  }
  return seen;
}

async function show({ io, client }: Context, contact: string, pages: TestPage[], asJson: boolean): Promise<void> {
  if (asJson) return io.out(json(pages));
  const channels = await listChannels(client(), await contactArn(client(), contact));
  const names = new Map(channels.map(({ ContactChannelArn, Name }) => [lastOf(ContactChannelArn), Name]));
  const rows = pages.map((page) => [
    names.get(page.channel) ?? page.channel,
    page.channelType,
    when(new Date(page.createdAt)),
    page.status,
    happened(page),
  ]);
  if (rows.length > 0) io.out(table(HEAD, rows, io.screen));
  else io.err(`Nothing was tested yet: muster contacts test ${contact}\n`);
}

function happened({ info, attempts, answeredAt }: TestPage): string {
  const last = attempts.at(-1);
  if (answeredAt !== null) return `answered at ${when(new Date(answeredAt))}`;
  return info ?? last?.reason ?? (last ? `taken by ${last.provider}` : '');
}

export const listTests: Command = {
  name: 'contacts tests list',
  positionals: ['CONTACT'],
  options: { json: jsonOption },
  summary: 'test pages and drills of a person, newest first',
  help: `
Lists what was sent to prove a person's channels, and what became of it. CONTACT is an alias or ARN.

  muster contacts tests list ana`,
  async run(context, given) {
    const contact = lastOf(await contactArn(context.client(), given.positionals[0]!));
    await show(context, contact, await listTestPages(context.client(), contact), given.flag('json'));
    return undefined;
  },
};

export const answerTest: Command = {
  name: 'contacts tests answer',
  positionals: ['CONTACT', 'CODE'],
  options: { test: { type: 'string', value: 'ID', about: 'which one; the newest that waits unless given' } },
  summary: 'answer a test page with the code that came with it',
  help: `
Takes the code of a test page. Five wrong ones, and none is taken for it any more. CONTACT is an alias or ARN.

  muster contacts tests answer ana 123456`,
  async run({ io, client }, given) {
    const [named = '', code = ''] = given.positionals;
    const contact = lastOf(await contactArn(client(), named));
    const open = (await listTestPages(client(), contact)).find(
      ({ status }) => !['answered', 'failed', 'cancelled'].includes(status),
    );
    const testPageId = given.text('test') ?? open?.id;
    if (testPageId === undefined)
      throw usage(`no test page of ${contact} waits for an answer`, `\`muster contacts test ${contact}\` sends one.`);
    const { body } = await client().api('answerTestPage', { params: { contact, testPageId }, body: { code } });
    listed(io, HEAD.slice(1, 4), [[body.channelType, when(new Date(body.createdAt)), body.status]], '');
    return undefined;
  },
};
