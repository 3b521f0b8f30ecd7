import { INCIDENT_PLACEHOLDERS, unknownInIncidentText } from '#domain/templates';
import type { Queries } from '#storage/db';
import type { ResponsePlan } from './response-plan.ts';

/** What a plan can name that lives elsewhere. */
export type NamedKind = 'contact' | 'document' | 'role' | 'topic' | 'room' | 'secret' | 'placeholder';

/** Those of `names` that an account has. The room that keeps a kind of thing offers one; `compose.ts` joins them. */
export type Lookup = (on: Queries, account: string, names: readonly string[]) => Promise<ReadonlySet<string>>;

/** A kind without a lookup is one that this version does not keep: of it nothing exists. */
export type Lookups = Readonly<Partial<Record<NamedKind, Lookup>>>;

/** Something that the plan names and that is not there (yet): a warning and never a refusal (design 10.1). */
export interface PlanWarning {
  /** Where it stands, e.g. `engagements[0]`. */
  member: string;
  /** What is missing, and under which name. */
  kind: NamedKind;
  name: string;
  text: string;
  whatToDo: string;
}

interface Named {
  kind: NamedKind;
  name: string;
  member: string;
}

/** What a kind is called, and what does not happen while such a thing is missing. */
const KINDS: Readonly<
  Record<NamedKind, { called: string; many: string; until: string; missing?: string; start?: string }>
> = {
  contact: { called: 'contact', many: 'contacts', until: 'nobody is paged for it' },
  document: { called: 'runbook document', many: 'runbook documents', until: 'the runbook is not run' },
  role: { called: 'role', many: 'roles', until: 'the runbook is not run' },
  topic: { called: 'topic', many: 'topics', until: 'nothing is published to it' },
  room: {
    ...{ called: 'chat room', many: 'chat rooms', until: 'no room is told of its incidents' },
    missing: 'No chat room is bound to the topic',
    start: 'Bind one (muster chat bind), or take it out of the plan',
  },
  secret: { called: 'secret', many: 'secrets', until: 'incidents are not passed on to PagerDuty' },
  placeholder: {
    ...{ called: 'placeholder', many: 'placeholders', until: 'it stays in the text as it is typed' },
    missing: 'There is no placeholder',
    start: `Write one of ${INCIDENT_PLACEHOLDERS}, or take it out`,
  },
};

/** A warning for each thing that `plan` names and that its account does not have, in the order of the plan's members. */
export async function warningsOf(on: Queries, lookups: Lookups, plan: ResponsePlan): Promise<PlanWarning[]> {
  const named = namesIn(plan);
  const existing = new Map<NamedKind, ReadonlySet<string>>();
  for (const kind of new Set(named.map((one) => one.kind))) {
    const names = new Set(named.filter((one) => one.kind === kind).map(({ name }) => name));
    existing.set(kind, (await lookups[kind]?.(on, plan.account, [...names])) ?? new Set());
  }
  return named
    .filter(({ kind, name }) => !existing.get(kind)?.has(name))
    .map((one) => warning(one, one.kind === 'placeholder' || lookups[one.kind] !== undefined));
}

function warning({ kind, name, member }: Named, kept: boolean): PlanWarning {
  const { called, many, until, missing, start: mend = 'Create it, or take it out of the plan' } = KINDS[kind];
  const start = kept ? mend : `This version of Muster keeps no ${many}: the plan keeps the name`;
  return {
    member,
    kind,
    name,
    text: `${missing ?? `Muster has no ${called} of the name`} ${name}`,
    whatToDo: `${start}. Until then ${until}.`,
  };
}

function namesIn({
  engagements,
  engagementsBySeverity = [],
  actions,
  chatChannel,
  template,
  integrations,
}: ResponsePlan): Named[] {
  return [
    ...engagements.map((name, at): Named => ({ kind: 'contact', name, member: `engagements[${at}]` })),
    ...engagementsBySeverity.flatMap(({ engagements: names }, at) =>
      names.map(
        (name, of): Named => ({
          kind: 'contact',
          name,
          member: `engagementsBySeverity[${at}].engagements[${of}]`,
        }),
      ),
    ),
    ...actions.flatMap(({ ssmAutomation: { documentName, roleArn } }, at): Named[] => [
      { kind: 'document', name: documentName, member: `actions[${at}].ssmAutomation.documentName` },
      { kind: 'role', name: roleArn, member: `actions[${at}].ssmAutomation.roleArn` },
    ]),
    ...(chatChannel?.chatbotSns ?? []).map(
      (name, at): Named => ({ kind: 'room', name, member: `chatChannel.chatbotSns[${at}]` }),
    ),
    ...template.notificationTargets.map(
      ({ snsTopicArn }, at): Named => ({
        kind: 'topic',
        name: snsTopicArn,
        member: `incidentTemplate.notificationTargets[${at}].snsTopicArn`,
      }),
    ),
    ...(['title', 'summary', 'dedupeString'] as const).flatMap((text) =>
      unknownInIncidentText(template[text] ?? '').map(
        (name): Named => ({ kind: 'placeholder', name, member: `incidentTemplate.${text}` }),
      ),
    ),
    ...integrations.map(
      ({ pagerDutyConfiguration }, at): Named => ({
        kind: 'secret',
        name: pagerDutyConfiguration.secretId,
        member: `integrations[${at}].pagerDutyConfiguration.secretId`,
      }),
    ),
  ];
}
