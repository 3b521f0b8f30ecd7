import type { ContactChannelType } from '#domain/channels';
import { type ContactRef, contactArn, parseContactArn } from '#domain/contacts';
import { type Hop, type PlanRooms, type Prediction, predict, type Step } from '#domain/engagements';
import { engagedFor, type PlanRef, type ResponsePlans } from '#domain/response-plans';
import type { Queries } from '#storage/db';
import { warningsOf } from './warnings.ts';
import { type WayHop, wayWords } from './words.ts';

/** What is asked: who is woken, how and when, if this fires then? */
export interface Foresight {
  /** A response plan; or one contact, as if somebody engaged them. */
  of: { plan: PlanRef } | { contact: ContactRef };
  at: Date;
  /** 1 to 5; the plan's own unless given. */
  severity?: number;
  /** Who answers every message that reaches them, and how many minutes later. */
  answers: { contact: ContactRef; minutes: number }[];
  /** Kinds of channel that are taken to fail. */
  failing: ContactChannelType[];
}

export interface ForeseenItem {
  at: Date;
  what: Step['what'];
  /** An alias. */
  who?: string;
  channel?: { type: ContactChannelType; name: string; address: string };
  /** Of a page: its provider takes it. */
  arrives?: boolean;
  /** Which of a stage's pages to the channel it is, from 1. */
  attempt?: number;
  text?: string;
  /** From what fired down to here, a line for each hop. */
  why: string[];
}

export interface Foreseen {
  /** By what name it was asked for. */
  of: string;
  at: Date;
  severity: number;
  items: ForeseenItem[];
  /** What will not be as somebody wants it, in words that say what to do. */
  warnings: string[];
  /** Every plan is ended by somebody's answer. */
  acknowledged: boolean;
  endsAt: Date;
  /** False: it goes on after what is told here. */
  whole: boolean;
}

export interface PredictionRooms {
  plans: PlanRooms;
  responsePlans: ResponsePlans;
}

/** Of more nobody is told. */
const MOST_ITEMS = 5_000;

/** Asks the engine itself, and tells it in words. Writes nothing. Refuses (notFound) a plan or contact that is not there. */
export async function foresee(on: Queries, rooms: PredictionRooms, asked: Foresight): Promise<Foreseen> {
  const { engaged, by, severity, of, account } = await whomOf(on, rooms, asked);
  const { at, answers, failing } = asked;
  const prediction = await predict(on, rooms.plans, { account, engaged, at, severity, answers, failing });
  const items = prediction.steps.map((step) => itemOf(by, step));
  const warnings = warningsOf({
    at,
    minuteMs: rooms.plans.minuteMs,
    items,
    prediction,
    engages: engaged.length > 0,
    by,
  });
  const { acknowledged, endsAt } = prediction;
  const whole = prediction.whole && items.length <= MOST_ITEMS;
  return { of, at, severity, items: items.slice(0, MOST_ITEMS), warnings, acknowledged, endsAt, whole };
}

const MEDIUM = 3;

async function whomOf(on: Queries, { plans, responsePlans }: PredictionRooms, { of, severity }: Foresight) {
  if ('contact' in of) {
    const { account } = await plans.contacts.get(on, of.contact);
    return {
      account,
      engaged: [{ contact: of.contact, afterMinutes: 0 }],
      by: 'somebody',
      severity: severity ?? MEDIUM,
      of: contactArn(of.contact),
    };
  }
  const plan = await responsePlans.get(on, of.plan);
  const { account, name } = plan;
  const chosen = severity ?? plan.template.impact;
  const engaged = engagedFor(plan, chosen)
    .map(({ contactArn: arn, afterMinutes }) => ({ contact: parseContactArn(arn, 'Engagements'), afterMinutes }))
    // Another account's people are not engaged, as by the engine.
    .filter(({ contact }) => contact.account === account);
  return { account, engaged, by: `response plan ${name}`, severity: chosen, of: name };
}

function itemOf(by: string, { at, what, path, message, text }: Step): ForeseenItem {
  const who = path.at(-1)?.engagement.contact.alias;
  const page = message?.pages[0];
  const channel = message?.channel;
  return {
    at,
    what,
    ...(who === undefined ? {} : { who }),
    ...(channel ? { channel: { type: channel.type, name: channel.name, address: channel.address } } : {}),
    ...(message && page && what === 'paged' ? { arrives: message.arrives, attempt: page.attempt } : {}),
    ...(text === undefined ? {} : { text }),
    why: [...wayWords(by, path.map(hopOf)), ...pageWords(what, who, page, channel)],
  };
}

type Page = Prediction['messages'][number]['pages'][number];

function pageWords(
  what: Step['what'],
  who: string | undefined,
  page: Page | undefined,
  channel: { name: string } | undefined,
) {
  if (what !== 'paged' || !page || !channel) return [];
  const again = page.attempt > 1 ? `, again (${page.attempt})` : '';
  return [`stage ${page.stage + 1} of ${who} tries ${JSON.stringify(channel.name)}${again}`];
}

const hopOf = ({ engagement: { contact, contactType, parentStage }, asked }: Hop): WayHop => ({
  alias: contact.alias,
  type: contactType,
  parentStage,
  asked,
});
