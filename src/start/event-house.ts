import {
  type Admission,
  type AnyTarget,
  busTarget,
  createApiDestinations,
  createBuses,
  createCompiledRules,
  createConnections,
  createRules,
  deadLetterHandler,
  destinationTarget,
  type EventObserver,
  type EventOutside,
  eventDeliveries,
  eventRetention,
  httpTarget,
  isOutside,
  lambdaTarget,
  logLines,
  logTarget,
  openDeliveryInvariant,
  outsideHandler,
  type Publishing,
  publish,
  scheduleHandler,
  scheduleInvariant,
} from '#domain/events';
import type { Secrets } from '#domain/secrets';
import type { Log } from '#kernel/log';
import type { Quota } from '#kernel/quota';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';

interface EventMaterials {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  quotas: Readonly<
    Record<'buses' | 'connections' | 'apiDestinations' | 'tagsPerResource' | 'rulesPerBus' | 'targetsPerRule', Quota>
  >;
  secrets: Secrets;
  outside: EventOutside;
  /** What users' rules can name that other rooms offer. */
  targets: AnyTarget[];
  /** What no user's rule can name, and the bus delivers to all the same. */
  hidden: AnyTarget[];
  observers: EventObserver[];
  admission: Admission;
  /** So many days events are remembered. */
  retentionDays: number;
}

/** The bus, with all that its rules can reach. */
export function eventHouse({
  db,
  due,
  log,
  now,
  quotas,
  outside,
  hidden,
  observers,
  admission,
  secrets,
  retentionDays,
  ...given
}: EventMaterials) {
  const buses = createBuses(quotas);
  const targets: AnyTarget[] = [
    ...given.targets,
    busTarget(buses, (tx, at, published) => publish(tx, at, publishing, published)),
    logTarget(log),
    lambdaTarget(outside.functions),
    destinationTarget({ http: outside.http, secrets }),
    httpTarget(outside.http),
  ];
  const kinds = () => [...targets, ...hidden];
  const publishing: Publishing = { rules: createCompiledRules(log), kinds, observers, admission, due, log };
  const deps = { db, due, log, now };
  const retention = eventRetention({ ...deps, days: retentionDays });
  return {
    publishing,
    rooms: {
      buses,
      eventDeliveries,
      logLines,
      connections: createConnections({ secrets, http: outside.http, quotas }),
      apiDestinations: createApiDestinations({ http: outside.http, quotas }),
    },
    rules: createRules({ kinds: () => targets, due, quotas }),
    handlers: [
      ...targets.filter(isOutside).map((kind) => outsideHandler(deps, kind)),
      deadLetterHandler({ ...deps, deadLetters: outside.deadLetters }),
      scheduleHandler({ ...publishing, db, now }),
      retention.handler,
    ],
    invariants: [scheduleInvariant(due), openDeliveryInvariant(due, kinds), retention.invariant],
    plan: retention.plan,
  };
}
