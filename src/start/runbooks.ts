import type { Roles } from '#domain/access';
import {
  type Action,
  actionHandler,
  createExecutions,
  type ExecutionObserver,
  executionInvariant,
  inputHandler,
  type RunbookDeps,
  type RunbookSource,
  timerHandler,
} from '#domain/runbooks';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import { type PublishOne, runbookEvents } from './runbook-events.ts';

/** What runbooks are, what they can do and as whom; a test brings its own. */
export interface RunbookMaterials {
  source?: RunbookSource;
  roles?: Roles;
  actions?: readonly Action[];
}

interface Joined extends RunbookMaterials {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  publish: PublishOne;
  observers: () => readonly ExecutionObserver[];
}

/** The room `runbooks`: executions, and what becomes due for them. */
export function runbookRooms({
  publish,
  observers,
  source = NO_DOCUMENTS,
  roles = NO_ROLES,
  actions = [],
  ...rest
}: Joined) {
  const events = runbookEvents(publish);
  const deps: RunbookDeps = {
    ...{ ...rest, source, roles },
    actions: new Map(actions.map((action) => [action.name, action])),
    observers: () => [events, ...observers()],
    askApproval: async () => {},
  };
  return {
    executions: createExecutions(deps),
    handlers: [
      timerHandler(deps),
      inputHandler(deps),
      actionHandler(deps, 'runbooks.calls'),
      actionHandler(deps, 'runbooks.scripts'),
    ],
    invariants: [executionInvariant(deps)],
  };
}

const NO_DOCUMENTS: RunbookSource = {
  find: async (_on, { name }) => ({
    missing: 'document',
    message: `There is no document ${name}; this version keeps none.`,
  }),
};

const NO_ROLES: Roles = {
  actAs: async (_on, { roleArn }) => ({ refused: `${roleArn} is not known to this Muster, which keeps no roles.` }),
};
