import { knownActions } from '#domain/documents';
import type { Action, ActionCall, ActionOutcome } from '#domain/runbooks';
import { again, done, type Fields, openStep, type Step, type StepDeps, Stopped } from './step.ts';

/** An action that AWS does: what it asks, and what becomes of an attempt of which nobody knows. */
export interface AwsAction {
  name: string;
  run(step: Step): Promise<ActionOutcome>;
  /** `repeat` unless told otherwise. */
  unknown?(inputs: Fields, deps: StepDeps): 'repeat' | 'ask';
  cancel?(step: Step): Promise<unknown>;
}

/** So often what passes by itself is waited out before the step fails. */
const TRIES = 5;

export function awsAction(deps: StepDeps, action: AwsAction): Action {
  const { cancel } = action;
  const { defaultTimeoutSeconds, maxTimeoutSeconds } = knownActions.get(action.name) ?? {};
  return {
    name: action.name,
    queue: 'runbooks.calls',
    ...(defaultTimeoutSeconds !== undefined && { defaultTimeoutSeconds }),
    ...(maxTimeoutSeconds !== undefined && { maxTimeoutSeconds }),
    unknown: (inputs) => action.unknown?.(inputs, deps) ?? 'repeat',
    async run(on, call, signal) {
      const outcome = await settled(() => action.run(openStep(deps, on, call, signal)), call);
      // A rehearsal looks once.
      return call.isDry && outcome.is === 'going on' ? done({ WouldWait: outcome.progress }) : outcome;
    },
    ...(cancel && {
      async cancel(on, call, signal) {
        if (call.isDry || call.progress === undefined) return;
        await settled(async () => done(await cancel(openStep(deps, on, call, signal)).then(() => ({}))), call);
      },
    }),
  };
}

/** What passes by itself is tried again a few times, later and later, before it is a failure. */
async function settled(work: () => Promise<ActionOutcome>, call: ActionCall): Promise<ActionOutcome> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Stopped)) throw thrown;
    const was = (call.progress ?? {}) as Fields;
    const tries = Number(was['tries'] ?? 0) + 1;
    const triesOn = thrown.mayTryAgain && tries < TRIES && !call.isDry;
    return triesOn ? again({ ...was, tries }, 2 ** tries) : thrown.outcome;
  }
}
