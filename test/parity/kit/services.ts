import type { Operation, Service } from '#wire/service';
import { cloudwatch } from '#wire/services/cloudwatch/service';
import { events } from '#wire/services/events/service';
import { iam } from '#wire/services/iam/service';
import { secretsManager } from '#wire/services/secretsmanager/service';
import { sns } from '#wire/services/sns/service';
import { ssm } from '#wire/services/ssm/service';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { sts } from '#wire/services/sts/service';

/** Every service that Muster speaks. */
export const services: readonly Service[] = [
  ssmIncidents,
  ssmContacts,
  events,
  cloudwatch,
  secretsManager,
  sns,
  ssm,
  iam,
  sts,
];

/** Every operation of every service. */
export const operations: { service: Service; operation: Operation; title: string }[] = services.flatMap((service) =>
  [...service.operations.values()].map((operation) => ({
    service,
    operation,
    title: `${service.serviceName} ${operation.name}`,
  })),
);
