import { Refusal } from '#kernel/refusal';
import { badParameter } from './secret.ts';

/** Which label is on which version: label → version. Each label is on one version at most. */
export type Stages = ReadonlyMap<string, string>;

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';
/** Labels a version may have. */
const MOST_LABELS = 20;

/** How a label moves. */
export interface StageMove {
  stage: string;
  from: string | undefined;
  to: string | undefined;
}

/**
 * The labels after a version was added with `labels`. The first version of a secret is always current; the version that was
 * current before becomes the previous one, unless that label is given as well.
 */
export function added(was: Stages, version: string, labels: readonly string[]): Stages {
  const given = was.has(CURRENT) ? labels : [CURRENT, ...labels];
  return placed(was, version, new Set(given));
}

/** The labels after a move, or the very same where there is nothing to do. Refuses (InvalidParameterException) one that does not say all. */
export function moved(was: Stages, { stage, from, to }: StageMove): Stages {
  const on = was.get(stage);
  if (!from && !to) throw badParameter('You must specify RemoveFromVersionId, MoveToVersionId, or both.');
  if (to && on === to) return was;
  if (from && on !== from)
    throw badParameter(`The staging label ${stage} isn't currently attached to version ${from}.`);
  if (on && !from) {
    throw badParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${on}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (to) return placed(was, to, new Set([stage]));
  if (stage === CURRENT)
    throw badParameter(`You can't remove ${CURRENT} from a version: move it to another one by MoveToVersionId.`);
  return new Map([...was].filter(([label]) => label !== stage));
}

function placed(was: Stages, version: string, labels: ReadonlySet<string>): Stages {
  const next = new Map(was);
  for (const label of labels) next.set(label, version);
  const before = was.get(CURRENT);
  if (labels.has(CURRENT) && before && before !== version && !labels.has(PREVIOUS)) next.set(PREVIOUS, before);
  for (const each of new Set(next.values())) boundLabels(next, each);
  return next;
}

function boundLabels(stages: Stages, version: string): void {
  const count = labelsOf(stages, version).length;
  if (count <= MOST_LABELS) return;
  const message = `A version has at most ${MOST_LABELS} staging labels, version ${version} would have ${count}. Take some away first.`;
  throw new Refusal('quotaExceeded', message, { resourceType: 'SECRET_VERSION', resourceId: version });
}

/** The labels of one version, in alphabetical order. */
export function labelsOf(stages: Stages, version: string): string[] {
  return [...stages].flatMap(([label, on]) => (on === version ? [label] : [])).sort();
}

/** Version → its labels, as a row of the database has them. */
export function stagesIn(byVersion: Readonly<Record<string, readonly string[]>>): Stages {
  return new Map(Object.entries(byVersion).flatMap(([version, labels]) => labels.map((label) => [label, version])));
}
