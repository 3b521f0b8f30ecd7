import type { Trail } from '#domain/audit';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';
import { authoriseWith } from './authorise.ts';
import { executeWith, recordWith } from './execute.ts';
import { createGateway, type Handle, type Outcome } from './gateway.ts';
import { createInProcess, type InProcess, type Judge } from './in-process.ts';
import { trueNamesWith } from './incident-names.ts';
import type { Rooms } from './rooms.ts';
import { cloudwatchService } from './services/cloudwatch/handlers.ts';
import { eventsService } from './services/events/handlers.ts';
import { iamService } from './services/iam/handlers.ts';
import { secretsManagerService } from './services/secretsmanager/handlers.ts';
import { snsService } from './services/sns/handlers.ts';
import { ssmService } from './services/ssm/handlers.ts';
import { ssmContactsService } from './services/ssm-contacts/handlers.ts';
import { ssmIncidentsService } from './services/ssm-incidents/handlers.ts';
import { stsService } from './services/sts/handlers.ts';

export interface AwsFaceOptions {
  db: Db;
  clock: Clock;
  log: Log;
  rooms: Rooms;
  trail: Trail;
  /** Where people reach it. */
  publicUrl: string;
  onOutcome?: (outcome: Outcome) => void;
}

/** Every service that Muster speaks. */
const servicesOf = (rooms: Rooms, isSecure: boolean) => [
  ssmIncidentsService(rooms),
  ssmContactsService(rooms),
  eventsService(rooms),
  cloudwatchService(rooms),
  secretsManagerService(rooms),
  snsService(rooms),
  ssmService(rooms),
  iamService(rooms),
  stsService(rooms, isSecure),
];

export interface InProcessOptions {
  db: Db;
  log: Log;
  rooms: Rooms;
  trail: Trail;
  /** People reach Muster over TLS. */
  isSecure: boolean;
  /** Undefined: allowed; else AWS's words. */
  judge: Judge;
}

/** The same services, asked by runbooks without a request. */
export function createOwnAws({ db, log, rooms, trail, isSecure, judge }: InProcessOptions): InProcess {
  return createInProcess({
    services: servicesOf(rooms, isSecure),
    trueNames: trueNamesWith(db, rooms.incidents),
    execute: executeWith(db, trail),
    record: recordWith(trail),
    ...{ log, judge, rooms, isSecure },
  });
}

/** The AWS face of a house: every service it speaks, behind one request handler. */
export function createAwsFace({ db, clock, log, rooms, trail, publicUrl, onOutcome }: AwsFaceOptions): Handle {
  const record = recordWith(trail);
  const isSecure = publicUrl.startsWith('https:');
  return createGateway({
    services: servicesOf(rooms, isSecure),
    credentials: (id, token) => rooms.sessions.find(clock.now(), id, token),
    clock,
    // Of a user until there are users with policies: all. Another account's resources are refused by each handler.
    authorise: authoriseWith({ db, rooms, isSecure }),
    trueNames: trueNamesWith(db, rooms.incidents),
    execute: executeWith(db, trail),
    record: async (outcome) => {
      onOutcome?.(outcome);
      await record(outcome);
    },
    log,
  });
}
