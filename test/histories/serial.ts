/**
 * One incident and whom it engages, as a person would play it with cards: one deed after the other. Written apart from the
 * code that it checks.
 */

type Standing = 'engaging' | 'acknowledged' | 'stopped';

/** The incident of a round, its plan (Ana, then Bo; both essential), and the people that were engaged by hand. */
export interface State {
  incident: 'OPEN' | 'RESOLVED';
  /** The incident that was opened after it under the same dedupe string. */
  twin?: string;
  plan: Standing;
  ana: Standing;
  bo?: Standing;
  /** Sorted: one by hand is as good as another. */
  byHand: Standing[];
}

export type Deed =
  | { kind: 'trigger'; answered: string }
  | { kind: 'resolve' }
  | { kind: 'acknowledge' }
  | { kind: 'engage'; refused: boolean }
  | { kind: 'stopPlan' }
  | { kind: 'stopAna' }
  /** The plan's next stage is due: Bo. */
  | { kind: 'timer' };

const over = <S extends Standing | undefined>(standing: S) =>
  standing === 'engaging' ? ('stopped' as const) : standing;

const endOfPlan = (was: State): Partial<State> => ({
  plan: over(was.plan),
  ana: over(was.ana),
  ...(was.bo ? { bo: over(was.bo) } : {}),
});

/** The state after a deed; undefined where what it was answered cannot be, as things stood. */
function after(was: State, deed: Deed, own: string): State | undefined {
  switch (deed.kind) {
    case 'trigger': {
      const open = was.incident === 'OPEN' ? own : was.twin;
      if (open !== undefined) return open === deed.answered ? was : undefined;
      return deed.answered === own ? undefined : { ...was, twin: deed.answered };
    }
    case 'resolve':
      return { ...was, ...endOfPlan(was), incident: 'RESOLVED', byHand: was.byHand.map(over).sort() };
    case 'acknowledge':
      if (was.ana !== 'engaging') return was;
      return { ...was, ...endOfPlan(was), ana: 'acknowledged', plan: 'acknowledged' };
    case 'engage':
      if (deed.refused !== (was.incident === 'RESOLVED')) return undefined;
      return deed.refused ? was : { ...was, byHand: [...was.byHand, 'engaging' as const].sort() };
    case 'stopPlan':
      return { ...was, ...endOfPlan(was) };
    case 'stopAna':
      return { ...was, ana: over(was.ana) };
    case 'timer':
      return was.plan === 'engaging' ? { ...was, bo: 'engaging' } : was;
  }
}

const keyOf = ({ incident, twin, plan, ana, bo, byHand }: State) =>
  JSON.stringify([incident, twin ?? null, plan, ana, bo ?? null, byHand]);

/** An order of the deeds, one after the other, that leads from `was` to `is` with these answers; undefined: there is none. */
export function serialOrder(was: State, is: State, deeds: Deed[], own: string): Deed[] | undefined {
  const wanted = keyOf(is);
  const tried = new Set<string>();
  const search = (state: State, left: Deed[]): Deed[] | undefined => {
    if (left.length === 0) return keyOf(state) === wanted ? [] : undefined;
    const here = `${keyOf(state)} ${JSON.stringify(left)}`;
    if (tried.has(here)) return undefined;
    tried.add(here);
    for (const deed of left) {
      const next = after(state, deed, own);
      const rest =
        next &&
        search(
          next,
          left.filter((other) => other !== deed),
        );
      if (rest) return [deed, ...rest];
    }
    return undefined;
  };
  return search(was, deeds);
}
