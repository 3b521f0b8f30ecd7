import { parseArn } from '#kernel/arn';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import type { Buses } from './buses.ts';
import type { Published } from './publish.ts';
import type { Delivered, Delivery, TargetKind } from './target.ts';
import { isMadeOver } from './target-options.ts';

/** As AWS: what a rule has sent on to a bus, no rule of that bus sends on to a further one. So nothing goes in circles. */
const MOST_HOPS = 1;

type Publish = (tx: Tx, now: Date, published: Published[]) => Promise<void>;

/** Another bus of the account as the target of a rule. The event lies there as one of its own, with an id of its own. */
export function busTarget(buses: Pick<Buses, 'present'>, publish: Publish): TargetKind {
  return {
    name: 'event bus',
    accepts: (arn) => busIn(arn) !== undefined,
    fault({ account, region, targetArn, options }) {
      const { account: of, region: where } = busIn(targetArn)!;
      if (of !== account || where !== region)
        return `Arn: wanted a bus of the rule's account and region ${region}, got ${targetArn}`;
      if (isMadeOver(options))
        return 'Input, InputPath and InputTransformer: a bus takes the event as it is; leave them out';
      return undefined;
    },
    async deliver(tx, now, deliveries) {
      const results = new Map<Delivery, Delivered>();
      const sent: Published[] = [];
      for (const delivery of deliveries) {
        const { event, targetArn, actor } = delivery;
        const { name } = busIn(targetArn)!;
        if ((event.hops ?? 0) >= MOST_HOPS) {
          results.set(delivery, { error: AGAIN, code: 'INVALID_PARAMETER' });
        } else if (!(await buses.present(tx, event.account, event.region, [name])).has(name)) {
          results.set(delivery, {
            error: `There is no event bus ${name}. Create it, or name another.`,
            code: 'NO_RESOURCE',
          });
        } else {
          const next = { ...event, bus: name, id: newId(now), hops: (event.hops ?? 0) + 1 };
          sent.push({ event: next, actor });
          results.set(delivery, { result: next.id });
        }
      }
      if (sent.length > 0) await publish(tx, now, sent);
      return deliveries.map((delivery) => results.get(delivery)!);
    },
  };
}

const AGAIN =
  'The event came from another bus by a rule, and is not sent on once more: let the first bus’s rule name this bus, too.';

function busIn(arn: string): { account: string; region: string; name: string } | undefined {
  const { service, account, region, resource } = parseArn(arn) ?? {};
  const [, name] = service === 'events' ? (/^event-bus\/([.\-_A-Za-z0-9]{1,256})$/.exec(resource!) ?? []) : [];
  return name === undefined ? undefined : { account: account!, region: region!, name };
}
