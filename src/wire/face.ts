import type { Trail } from '#domain/audit';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';
import { executeWith, recordWith } from './execute.ts';
import { createGateway, type Handle, type Outcome } from './gateway.ts';
import { trueNamesWith } from './incident-names.ts';
import type { Rooms } from './rooms.ts';
import { cloudwatchService } from './services/cloudwatch/handlers.ts';
import { eventsService } from './services/events/handlers.ts';
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
  onOutcome?: (outcome: Outcome) => void;
}

/** The AWS face of a house: every service it speaks, behind one request handler. */
export function createAwsFace({ db, clock, log, rooms, trail, onOutcome }: AwsFaceOptions): Handle {
  const record = recordWith(trail);
  return createGateway({
    services: [
      ssmIncidentsService(rooms),
      ssmContactsService(rooms),
      eventsService(rooms),
      cloudwatchService(rooms),
      secretsManagerService(rooms),
      snsService(rooms),
      ssmService(rooms),
      stsService(),
    ],
    credentials: (id) => rooms.accessKeys.find(clock.now(), id),
    clock,
    // Every key is its account's administrator until policies come; another account's resources are refused by each handler.
    authorise: async () => {},
    trueNames: trueNamesWith(db, rooms.incidents),
    execute: executeWith(db, trail),
    record: async (outcome) => {
      onOutcome?.(outcome);
      await record(outcome);
    },
    log,
  });
}
