import type { ContactChannelType } from '#domain/channels';
import type { Foreseen, Foresight, Why as FoundWhy, Insight } from '#domain/insight';
import { contactNamed } from '../contact-names.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers, InputOf } from '../route.ts';
import type { Static } from '../schema.ts';
import type { insightRoutes } from './routes.ts';
import type { Prediction, Why } from './schemas.ts';

type Body = InputOf<(typeof insightRoutes)['makePrediction']>['body'];

const MINUTES = 10;

export function insightHandlers({ insight }: ApiRooms): Handlers<typeof insightRoutes> {
  return {
    predict: (call, { query }) => {
      const answers = query.answers?.map((text) => {
        const [contact, minutes] = text.split('=') as [string, string];
        return { contact, minutes: Number(minutes) };
      });
      return predict(insight, call, { ...query, ...(answers ? { answers } : {}) } as Body);
    },
    makePrediction: (call, { body }) => predict(insight, call, body),
    why: async (call, { query }) => {
      const { contact, at, minutes = MINUTES, incident } = query;
      const person = contactNamed(call.actor, contact, 'contact');
      const moment = at === undefined ? call.now : new Date(at);
      const of = incident === undefined ? {} : { incidentId: incident };
      return whyView(await insight.why(call.context, call.now, { person, at: moment, minutes, ...of }));
    },
  };
}

async function predict(insight: Insight, call: Call, body: Body) {
  const { at, severity, answers = [], failing = [] } = body;
  const asked: Foresight = {
    of: askedOf(call, body),
    at: at === undefined ? call.now : new Date(at),
    ...(severity === undefined ? {} : { severity }),
    answers: answers.map(({ contact, minutes }, index) => {
      return { contact: contactNamed(call.actor, contact, `answers[${index}].contact`), minutes };
    }),
    failing: failing.map((type) => type.toUpperCase() as ContactChannelType),
  };
  return predictionView(await insight.predict(call.context, asked));
}

function askedOf({ actor }: Call, { plan, contact }: Body): Foresight['of'] {
  if (plan !== undefined && contact === undefined) return { plan: { account: actor.account, name: plan } };
  if (contact !== undefined && plan === undefined) return { contact: contactNamed(actor, contact, 'contact') };
  const got = plan === undefined ? 'neither' : 'both';
  throw faulty([{ field: 'plan', wanted: 'a response plan’s name here, or a contact in `contact`', got }]);
}

const TYPES = { EMAIL: 'email', SMS: 'sms', VOICE: 'voice' } as const;

function predictionView({
  of,
  at,
  severity,
  items,
  warnings,
  acknowledged,
  endsAt,
  whole,
}: Foreseen): Static<typeof Prediction> {
  const events = items.map((item) => ({
    at: item.at.toISOString(),
    what: item.what,
    who: item.who ?? null,
    channel: item.channel ? { ...item.channel, type: TYPES[item.channel.type] } : null,
    arrives: item.arrives ?? null,
    text: item.text ?? null,
    why: item.why,
  }));
  const times = { at: at.toISOString(), endsAt: endsAt.toISOString() };
  return { of, severity, events, warnings, acknowledged, whole, ...times };
}

function whyView({ person, from, to, paged, cause, incidents, missed }: FoundWhy): Static<typeof Why> {
  return {
    person,
    from: from.toISOString(),
    to: to.toISOString(),
    paged,
    cause: cause ?? null,
    incidents: incidents.map((one) => ({
      ...one,
      openedAt: one.openedAt.toISOString(),
      cause: one.cause ?? null,
      lines: one.lines.map((line) => ({ ...line, at: line.at.toISOString() })),
    })),
    missed: missed.map((one) => ({ ...one, at: one.at.toISOString() })),
  };
}
