/** What somebody typed after `/muster`, read: pure. */
export type Command =
  | { kind: 'help' }
  | { kind: 'link'; code: string }
  | { kind: 'unlink' }
  | { kind: 'list' }
  | { kind: 'start'; plan: string; title?: string }
  | { kind: 'ack'; incident?: string }
  | { kind: 'progress' | 'resolve' | 'escalate'; incident: string }
  | { kind: 'note'; incident: string; text: string }
  | { kind: 'oncall'; schedule?: string }
  | { kind: 'page'; person: string; text: string }
  | { kind: 'engage'; person: string; incident: string }
  /** `say` is what is wrong, and how it is written. */
  | { kind: 'unclear'; say: string };

interface Form {
  usage: string;
  about: string;
  /** `words` has as many as the usage names in capitals, the last with all that is left. */
  read(words: string[]): Command | undefined;
}

/** Every command: what it is called, how it is written, and what it means. */
const forms: Readonly<Record<string, Form>> = {
  list: { usage: 'list', about: 'the incidents that are not resolved', read: () => ({ kind: 'list' }) },
  start: {
    usage: 'start PLAN [TITLE]',
    about: 'open an incident by a response plan',
    read: ([plan, title]) => (plan ? { kind: 'start', plan, ...(title ? { title } : {}) } : undefined),
  },
  ack: {
    usage: 'ack [INCIDENT]',
    about: 'acknowledge: the page that came last, or an incident',
    read: (words) => ({ kind: 'ack', ...(words.length > 0 ? { incident: words.join(' ') } : {}) }),
  },
  progress: {
    usage: 'progress INCIDENT',
    about: 'somebody works on it',
    read: (words) => (words.length > 0 ? { kind: 'progress', incident: words.join(' ') } : undefined),
  },
  resolve: {
    usage: 'resolve INCIDENT',
    about: 'it is over: nobody is paged any more',
    read: (words) => (words.length > 0 ? { kind: 'resolve', incident: words.join(' ') } : undefined),
  },
  escalate: {
    usage: 'escalate INCIDENT',
    about: 'the next stage begins now',
    read: (words) => (words.length > 0 ? { kind: 'escalate', incident: words.join(' ') } : undefined),
  },
  note: {
    usage: 'note INCIDENT TEXT',
    about: 'write a note on the timeline',
    read: ([incident, text]) => (incident && text ? { kind: 'note', incident, text } : undefined),
  },
  oncall: {
    usage: 'oncall [SCHEDULE]',
    about: 'who is on call now',
    read: ([schedule]) => ({ kind: 'oncall', ...(schedule ? { schedule } : {}) }),
  },
  page: {
    usage: 'page PERSON TEXT',
    about: 'page somebody, an escalation plan or a schedule, with a text',
    read: ([person, text]) => (person && text ? { kind: 'page', person, text } : undefined),
  },
  engage: {
    usage: 'engage PERSON INCIDENT',
    about: 'page somebody about an incident',
    read: ([person, incident]) => (person && incident ? { kind: 'engage', person, incident } : undefined),
  },
  link: {
    usage: 'link CODE',
    about: 'say who you are, with a code of `muster contacts link-slack`',
    read: ([code]) => (code ? { kind: 'link', code } : undefined),
  },
  unlink: { usage: 'unlink', about: 'forget who you are', read: () => ({ kind: 'unlink' }) },
};

export const HELP = [
  'What can be typed after /muster:',
  ...Object.values(forms).map(({ usage, about }) => `${usage}: ${about}`),
  'INCIDENT is an id, or the title or response plan of an open one; a name with spaces stands in "quotes".',
].join('\n');

/** Longest text that is read; Slack sends 3,000 characters at most. */
const LONGEST = 4_000;

export function readCommand(typed: string): Command {
  const [name = '', ...rest] = wordsIn(typed.slice(0, LONGEST));
  const word = name.toLowerCase();
  if (word === '' || word === 'help') return { kind: 'help' };
  const form = Object.hasOwn(forms, word) ? forms[word] : undefined;
  if (!form) return { kind: 'unclear', say: `There is no command ${JSON.stringify(name.slice(0, 40))}.\n${HELP}` };
  const [first, ...others] = rest;
  const words = first === undefined ? [] : [first, ...(others.length > 0 ? [others.join(' ')] : [])];
  return form.read(words) ?? { kind: 'unclear', say: `Write it like this: /muster ${form.usage} (${form.about}).` };
}

/** Words between spaces; what stands in quotes, straight or curly, is one. */
function wordsIn(text: string): string[] {
  return [...text.matchAll(/["“]([^"”]*)["”]|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
}
