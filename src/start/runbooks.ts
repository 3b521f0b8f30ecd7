import type { Roles } from '#domain/access';
import type { Documents } from '#domain/documents';
import type { Parameters } from '#domain/parameters';
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
import type { Topics } from '#domain/topics';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import { approvalRequests } from './approval-requests.ts';
import { type PublishOne, runbookEvents } from './runbook-events.ts';

/** What runbooks are, what they can do and as whom; a test brings its own. */
export interface RunbookMaterials {
  source?: RunbookSource;
  roles?: Roles;
  actions?: readonly Action[];
}

interface Joined extends RunbookMaterials {
  source: RunbookSource;
  roles: Roles;
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  publish: PublishOne;
  /** By which approvers are asked. */
  topics: Pick<Topics, 'publish'>;
  observers: () => readonly ExecutionObserver[];
}

/** The room `runbooks`: executions, and what becomes due for them. */
export function runbookRooms({ publish, topics, observers, source, roles, actions = [], ...rest }: Joined) {
  const events = runbookEvents(publish);
  const known = new Map(actions.map((action) => [action.name, action]));
  const deps: RunbookDeps = {
    ...{ ...rest, source, roles },
    actions: known,
    observers: () => [events, ...observers()],
    askApproval: approvalRequests(topics, rest.log),
  };
  return {
    executions: createExecutions(deps),
    /** What steps can do outside, once whoever does it is there. */
    offer: (offered: readonly Action[]) => {
      for (const action of offered) known.set(action.name, action);
    },
    handlers: [
      timerHandler(deps),
      inputHandler(deps),
      actionHandler(deps, 'runbooks.calls'),
      actionHandler(deps, 'runbooks.scripts'),
    ],
    invariants: [executionInvariant(deps)],
  };
}

/** Documents and Parameter Store, as executions ask for them. */
export function runbookSource({
  documents,
  parameters,
}: {
  documents: Documents;
  parameters: Parameters;
}): RunbookSource {
  return {
    async find(on, { account, region, name, version }) {
      const found = await documents.runbook(on, { account, region }, name, version);
      if (found.is !== 'found')
        return { missing: found.is === 'no version' ? 'version' : 'document', message: found.message };
      return { name: found.document.name, version: String(found.document.version), runbook: found.runbook };
    },
    async stored(on, { account, region, name }) {
      const found = await parameters.valueOf(on, { account, region }, name);
      // What is secret does not become a parameter of an execution, which is kept in the clear.
      return found?.type === 'SecureString' ? undefined : found?.value;
    },
  };
}
