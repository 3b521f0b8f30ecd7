import { type Contact, keyOf } from '#domain/contacts';
import type { Rotation } from '#domain/oncall';
import type { ResponsePlan } from '#domain/response-plans';
import type { Queries } from '#storage/db';
import type { Check, Finding, Patient } from './check.ts';
import { keysByArn, namedIn, planFindings, type Reach, reachOf, subjectOf } from './reach.ts';
import { shellWord } from './shell-word.ts';
import { partly, type Ward } from './ward.ts';

/** Whom a response plan engages, whatever the severity, and by severity. */
export const engagedArns = ({ engagements, engagementsBySeverity = [] }: ResponsePlan): string[] => [
  ...engagements,
  ...engagementsBySeverity.flatMap((one) => one.engagements),
];

/** People, escalation plans and response plans with whom they can reach. */
export async function readReach(
  ward: Ward,
  on: Queries,
  patient: Patient,
): Promise<Reach & { all: Contact[]; rotations: Rotation[] }> {
  const all = await ward.contacts(on, patient);
  const rotations = await ward.rotations(on, patient);
  return { ...reachOf(all, await ward.channels(on, all), rotations), all, rotations };
}

/** Whether people and escalation plans reach anybody, stage by stage. */
export const stagesCheck = (ward: Ward): Check => ({
  id: 'stages',
  title: 'Every person and every stage can be reached',
  async run(on, _now, patient) {
    const reach = await readReach(ward, on, patient);
    const byArn = keysByArn(reach.all);
    const plans = await ward.plans(on, patient);
    const arns = [...plans.flatMap((plan) => plan.engagements), ...reach.rotations.flatMap(({ contacts }) => contacts)];
    const named = new Set([...reach.all.flatMap(namedIn), ...arns.flatMap((arn) => byArn.get(arn) ?? [])]);
    const findings = reach.all.flatMap((contact) => planFindings(contact, reach, named.has(keyOf(contact))));
    return [...findings, ...partly('contacts', reach.all)];
  },
});

/** Channels whose activation code nobody has given back. People without any activated channel are told by their stages. */
export const codesCheck = (ward: Ward): Check => ({
  id: 'codes',
  title: 'Every channel is activated',
  async run(on, _now, patient) {
    const reach = await readReach(ward, on, patient);
    const channels = await ward.channels(on, reach.all);
    return channels.flatMap(({ activated, contact, name, type }): Finding[] => {
      const person = reach.contacts.get(keyOf(contact));
      if (activated || !person || !reach.hasChannel(person)) return [];
      return [
        {
          severity: 'warning',
          subject: subjectOf(person),
          text: `Channel ${name} (${type}) is not activated: no code has been given for it, and it is never paged.`,
          whatToDo: `Send a code and give it: muster contacts channels send-code ${person.alias} ${name}, muster contacts activate ${person.alias} CODE --channel ${name}`,
          command: `muster contacts channels send-code ${person.alias} ${shellWord(name)}`,
        },
      ];
    });
  },
});

/** Channels that pages did not reach. */
export const flagsCheck = (ward: Ward): Check => ({
  id: 'flagged-channels',
  title: 'Pages reach every channel',
  async run(on, _now, patient) {
    const channels = await ward.channels(on, await ward.contacts(on, patient));
    return channels.flatMap(({ flag, contact, name, type }): Finding[] =>
      flag
        ? [
            {
              severity: 'warning',
              subject: subjectOf({ type: 'PERSONAL', alias: contact.alias }),
              text: `Channel ${name} (${type}) is in doubt since ${flag.since.toISOString()}: ${flag.reason}.`,
              whatToDo: `${flag.whatToDo} A test page that arrives there shows that it works.`,
              command: `muster contacts test ${contact.alias} --channel ${shellWord(name)}`,
            },
          ]
        : [],
    );
  },
});

/** What response plans engage. */
export const plansCheck = (ward: Ward): Check => ({
  id: 'plans',
  title: 'Every response plan engages somebody who can be reached',
  async run(on, _now, patient) {
    const reach = await readReach(ward, on, patient);
    const byArn = keysByArn(reach.all);
    const plans = await ward.plans(on, patient);
    const findings = plans.flatMap(({ name, engagements }): Finding[] => {
      const subject = `response plan ${name}`;
      const whatToDo = `Say whom it engages: muster plans update ${name} --engage …`;
      if (engagements.length === 0) {
        const text = 'It opens incidents and engages nobody.';
        return [{ severity: 'warning', subject, text, whatToDo }];
      }
      const missing = engagements.filter((arn) => !byArn.has(arn));
      const lost = missing.map((arn): Finding => {
        return { severity: 'fault', subject, text: `It engages ${arn}, which does not exist.`, whatToDo };
      });
      const reached = engagements.some((arn) => reach.reaches(byArn.get(arn) ?? ''));
      const text = 'None of those whom it engages can be reached.';
      return reached || missing.length === engagements.length
        ? lost
        : [
            ...lost,
            { severity: 'fault', subject, text, whatToDo: 'Mend what is told of their own plans and channels.' },
          ];
    });
    return [...findings, ...partly('response plans', plans)];
  },
});
