import { unreachable } from '#kernel/unreachable';
import { acted, unknown } from './acted.ts';
import { cancel, complete } from './cancel.ts';
import { childEnded, childless } from './child.ts';
import { type Book, type Draft, decisionOf, draftOf, unchanged } from './draft.ts';
import { type Decision, type Input, isOver, type Run, type Taken } from './execution.ts';
import { signalled } from './signals.ts';
import { proceed } from './walk.ts';
import { woken } from './woken.ts';

/**
 * What an execution does next. Pure: the same clock, state, book and input give the same decision. A late or repeated input is
 * ordinary and changes nothing. Steps of the machine's own that follow one another are done in one decision, a bounded number.
 */
export function decide(now: Date, was: Run, input: Input, book: Book): Decision {
  if (isOver(was.execution.status)) return afterEnd(was, input);
  const draft = draftOf(now, was, book);
  const taken = take(draft, input);
  if (typeof taken !== 'string') return { ...unchanged(was, 'refused'), refused: taken };
  if (taken !== 'stale' && taken !== 'nothingDue') proceed(draft);
  if (taken === 'stale') return unchanged(was, taken);
  return decisionOf(draft, taken);
}

function take(draft: Draft, input: Input): Taken {
  switch (input.kind) {
    case 'started':
      draft.moves.push({ move: 'enter', path: draft.execution.runbook.steps[0]!.name });
      return 'started';
    case 'woken':
      return woken(draft);
    case 'acted':
      return acted(draft, input);
    case 'unknown':
      return unknown(draft, input);
    case 'child':
      return childEnded(draft, input);
    case 'childless':
      return childless(draft, input);
    case 'signalled':
      return signalled(draft, input.by, input.signal);
    case 'stopped':
      return input.how === 'Cancel' ? cancel(draft, input) : complete(draft, input.by);
    default:
      return unreachable(input);
  }
}

function afterEnd(was: Run, input: Input): Decision {
  if (input.kind === 'signalled')
    return refusedAtEnd(was, 'InvalidAutomationSignalException', 'it takes no signal any more');
  if (input.kind === 'stopped')
    return refusedAtEnd(was, 'InvalidAutomationStatusUpdateException', 'there is nothing to stop');
  return unchanged(was, 'alreadyOver');
}

function refusedAtEnd(was: Run, code: NonNullable<Decision['refused']>['code'], what: string): Decision {
  const { id, status } = was.execution;
  return { ...unchanged(was, 'refused'), refused: { code, message: `Execution ${id} is over (${status}): ${what}.` } };
}
