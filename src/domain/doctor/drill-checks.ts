import type { Drills } from '#domain/drills';
import type { Check, Finding } from './check.ts';
import { shellWord } from './shell-word.ts';

/** People in one look. */
const PAGE = 500;
const MOST = 5_000;

/** Channels that are not answered in drills, until a test page there was. */
export const drillsCheck = (drills: Drills): Check => ({
  id: 'drills',
  title: 'Every channel that is drilled is answered',
  async run(on, now, { account, regions }) {
    const findings: Finding[] = [];
    for (const region of regions) {
      let after: string | undefined;
      for (let seen = 0; seen < MOST; seen += PAGE) {
        const found = await drills.list(on, {
          account,
          region,
          limit: PAGE,
          ...(after === undefined ? {} : { after }),
        });
        const scores = await drills.scores(
          on,
          now,
          found.map(({ contact }) => contact),
        );
        findings.push(...scores.flatMap(poorChannels));
        after = found.at(-1)?.contact.alias;
        if (found.length < PAGE) break;
      }
    }
    return findings;
  },
});

function poorChannels({ contact, channels }: Awaited<ReturnType<Drills['scores']>>[number]): Finding[] {
  const poor = channels.filter(({ activated, isPoor, isMended }) => activated && isPoor && !isMended);
  return poor.map(({ name, answered, sent }) => ({
    severity: 'warning',
    subject: `person ${contact.alias}`,
    text: `Channel ${name} was answered ${answered} times in ${sent} drills: a page there might not reach them.`,
    whatToDo: 'Have its owner look at it, and answer a test page there.',
    command: `muster contacts test ${contact.alias} --channel ${shellWord(name)}`,
  }));
}
