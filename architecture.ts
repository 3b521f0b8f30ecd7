/**
 * The house as data: which folder lies on which floor, and who may import whom. test/architecture.test.ts holds the code
 * to it, so a change here is a decision: say why in the commit.
 */

/** From the ground up. A floor imports floors below it, never one beside or above it. */
export const floors: readonly (readonly string[])[] = [
  ['kernel'],
  ['storage'],
  ['domain'],
  ['engine', 'providers'],
  ['wire', 'api'],
  ['cli'],
];

/** What a floor must not import although it lies below: the CLI speaks the wire and never touches the database. */
export const barred: Readonly<Record<string, readonly string[]>> = {
  cli: ['storage', 'domain', 'engine', 'providers'],
};

/** The composition root sees every floor. Only itself, the CLI, scripts and tests import it. A `/` at the end: a folder. */
export const compositionRoot: readonly string[] = [
  'src/main.ts',
  'src/compose.ts',
  'src/log.ts',
  'src/settings.ts',
  'src/start/',
];

/** The rooms of src/domain, each with the rooms whose public face (`#domain/<room>`) it may import. No circle. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  accounts: [],
  access: [],
  audit: [],
  secrets: [],
  timeline: [],
  // What runbooks say; who runs them is the next.
  documents: [],
  // What runbooks take as defaults, and the webhooks that they call.
  parameters: [],
  runbooks: ['documents', 'access', 'timeline'],
  // What a silence covers may be told by an event pattern.
  silences: [],
  channels: [],
  templates: [],
  // Which placeholders the texts of incidents have.
  'response-plans': ['templates'],
  contacts: ['channels'],
  // Its people are mailed that nobody will be on call.
  oncall: ['channels', 'contacts'],
  // Messages that prove a channel and page nobody.
  'test-pages': ['channels', 'contacts'],
  // Whether what is outside would work.
  probes: ['channels'],
  // In waking hours, by the rules of zones that on-call time has.
  drills: ['channels', 'contacts', 'oncall', 'test-pages'],
  engagements: ['timeline', 'channels', 'templates', 'contacts', 'oncall'],
  // What authorizes calls of API destinations lies there, sealed.
  events: ['secrets'],
  // The data that alarms watch.
  metrics: [],
  // They judge what metrics say.
  alarms: ['events', 'metrics'],
  // Other systems' alerts become events; it says which of these are news.
  intake: ['events'],
  // Its topics are what alarms and rules may name; mails and text messages leave by the outbox.
  topics: ['channels', 'events', 'alarms'],
  // What fires and recovers, as events tell it, judged by what plans say of noise.
  signals: ['events', 'response-plans'],
  // Incidents offer events a target and alarms an action: the lower room owns the contract, this one implements it.
  // Silences say whose end lets go what they held; incidents decide what becomes of it.
  incidents: ['timeline', 'templates', 'response-plans', 'engagements', 'events', 'alarms', 'silences', 'signals'],
  // Incidents say that somebody outside is named, timelines that something was written: it listens to both.
  followers: ['timeline', 'channels', 'engagements', 'incidents', 'topics'],
  // Other services follow incidents, and tell back what was done there.
  integrations: ['timeline', 'channels', 'incidents', 'followers'],
  // Reads what all of them wrote, and writes nothing: who would be paged, and why somebody was (decision 0055).
  insight: [
    'timeline',
    'channels',
    'response-plans',
    'contacts',
    'engagements',
    'events',
    'incidents',
    'silences',
    'signals',
  ],
  // What will not work tonight is a question about all of them; nobody asks the doctor for anything else.
  doctor: [
    ...['access', 'accounts', 'channels', 'contacts', 'drills', 'oncall', 'probes', 'response-plans', 'events'],
    ...['alarms', 'silences', 'signals', 'integrations', 'chat'],
  ],
  heartbeat: ['channels', 'events'],
  // On which runbooks run commands.
  hosts: [],
  // People's own jobs beat; a missed beat is an event.
  monitors: ['events'],
  // Rooms are told of incidents, and people do in them what they do elsewhere.
  chat: [
    'channels',
    'contacts',
    'engagements',
    'incidents',
    'followers',
    'oncall',
    'templates',
    'test-pages',
    'timeline',
  ],
};

/** The providers that every other provider may use: the one HTTP client, and what Twilio's channels and chat rooms share. */
export const sharedProviders: readonly string[] = ['outgoing', 'twilio', 'chat'];

/** Folders with a public face: from outside, only their index.ts may be imported. `*` stands for one folder name. */
export const faces: readonly string[] = [
  'src/kernel/patterns',
  'src/kernel/policies',
  'src/domain/*',
  'src/providers/*',
  'src/storage/embedded',
];

/** Where `now` is a parameter and nothing reads the machine's clock, its timers, chance or the environment. */
export const timeless: readonly string[] = ['src/kernel/', 'src/storage/', 'src/domain/'];

/** The exceptions to that, each with what it may use and why. One that is no longer needed is a fault. */
export const clockFiles: Readonly<Record<string, { uses: readonly string[]; why: string }>> = {
  'src/storage/clock.ts': { uses: ['performance.now', 'setInterval'], why: 'it is the clock' },
  'src/storage/wake.ts': {
    uses: ['setTimeout'],
    why: 'reconnects to PostgreSQL and gathers wake-ups; decides nothing',
  },
  'src/storage/patiently.ts': {
    uses: ['setTimeout', 'node:timers/promises'],
    why: 'waits for a database that is away, whose clock cannot be read meanwhile',
  },
  'src/domain/audit/trail.ts': {
    uses: ['setInterval'],
    why: 'writes what waits in memory; entries carry their own time',
  },
  'src/storage/embedded/': {
    uses: ['performance.now', 'setInterval', 'setTimeout', 'node:timers/promises'],
    why: 'supervises a process of the operating system, before there is a database whose clock could be read',
  },
};

/** Where a `statement(…)` may stand outside a `*.sql.ts`: small users of the database that are no rooms. */
export const inlineSql: readonly string[] = ['src/storage/', 'src/start/', 'src/api/'];

/** Longest source file, in lines; but for `generated.ts`, which a script writes. */
export const MAX_LINES = 500;

/** Written by a program, of whatever length: what it is made from is itself in files that keep to the limit. */
export const generatedFiles: readonly string[] = ['src/api/client/generated.ts'];
