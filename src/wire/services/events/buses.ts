import { type Bus, type BusChange, busName, type Rules } from '#domain/events';
import { parseArn } from '#kernel/arn';
import { invalid, notFound } from '#kernel/refusal';
import type { TagChange, Tags } from '#kernel/tags';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import type { events } from './service.ts';
import type { busOperations } from './service-buses.ts';

/** Buses, and tags of buses and rules. */
export function busHandlers({ buses, rules, cursors }: Rooms): SomeHandlers<typeof events, keyof typeof busOperations> {
  const keyOf = ({ actor: { account, region } }: WireCall, name: string | undefined) => ({
    account,
    region,
    bus: busName(name, account, region),
  });
  const tagging = taggedBy({ buses, rules });
  return {
    CreateEventBus: async (call, { Name, EventSourceName, Tags, ...given }) => {
      if (EventSourceName !== undefined) throw refuse('EventSourceName', "partners' buses are AWS's own; leave it out");
      const { account, region } = call.actor;
      const change = { ...toChange(given), tags: tagsOf(Tags) };
      const bus = await buses.create(call.context, call.now, { account, region, bus: Name }, change);
      return { EventBusArn: bus.arn, ...settingsOf(bus) };
    },
    DescribeEventBus: async (call, { Name }) => {
      const bus = await buses.get(call.context, keyOf(call, Name));
      return { ...listed(bus), ...settingsOf(bus) };
    },
    ListEventBuses: async (call, { Limit, NamePrefix, NextToken }) => {
      const { account, region } = call.actor;
      const query = { account, region, ...(NamePrefix ? { prefix: NamePrefix } : {}) };
      const fetch = (limit: number, after: unknown) =>
        buses.list(call.context, { ...query, limit, ...(after ? { after: after as string } : {}) });
      const asked = { token: NextToken, size: Limit, filters: query };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ name }) => name);
      return { EventBuses: items.map(listed), NextToken: nextToken };
    },
    UpdateEventBus: async (call, { Name, ...given }) => {
      const bus = await buses.update(call.context, call.now, keyOf(call, Name), toChange(given));
      return { Arn: bus.arn, Name: bus.name, ...settingsOf(bus) };
    },
    DeleteEventBus: async (call, { Name }) => buses.remove(call.context, keyOf(call, Name)),
    PutPermission: async (call, { EventBusName, Action, Condition, Policy, Principal, StatementId }) => {
      const condition = Condition && { type: Condition.Type, key: Condition.Key, value: Condition.Value };
      const parts = { statementId: StatementId, principal: Principal, action: Action, condition, policy: Policy };
      const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
      await buses.permit(call.context, call.now, keyOf(call, EventBusName), given);
    },
    RemovePermission: async (call, { EventBusName, RemoveAllPermissions, StatementId }) => {
      const statement = RemoveAllPermissions ? 'all statements' : StatementId;
      if (statement === undefined) throw refuse('StatementId', 'wanted the id of a statement, or RemoveAllPermissions');
      await buses.forbid(call.context, call.now, keyOf(call, EventBusName), statement);
    },
    TagResource: async (call, { ResourceARN, Tags }) => {
      await tagging.tag(call, ResourceARN, { add: tagsOf(Tags) });
      return {};
    },
    UntagResource: async (call, { ResourceARN, TagKeys }) => {
      await tagging.tag(call, ResourceARN, { remove: TagKeys });
      return {};
    },
    ListTagsForResource: async (call, { ResourceARN }) => ({
      Tags: Object.entries(await tagging.tags(call, ResourceARN)).map(([Key, Value]) => ({ Key, Value })),
    }),
    ListRuleNamesByTarget: async (call, { EventBusName, Limit, NextToken, TargetArn }) => {
      const query = { ...keyOf(call, EventBusName), targetArn: TargetArn };
      const fetch = (limit: number, after: unknown) =>
        rules.withTarget(call.context, { ...query, limit, ...(after ? { after: after as string } : {}) });
      const asked = { token: NextToken, size: Limit, filters: query };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (name) => name);
      return { RuleNames: items, NextToken: nextToken };
    },
  };
}

/** What has tags: a bus or a rule, by its ARN. */
function taggedBy({ buses, rules }: { buses: Rooms['buses']; rules: Rules }) {
  return {
    async tags(call: WireCall, arn: string): Promise<Tags> {
      const { name, ...key } = meantBy(call, arn);
      if (name === undefined) return (await buses.get(call.context, key)).tags;
      return rules.tags(call.context, { ...key, name });
    },
    async tag(call: WireCall, arn: string, change: TagChange): Promise<void> {
      const { name, ...key } = meantBy(call, arn);
      if (name === undefined) await buses.tag(call.context, call.now, key, change);
      else await rules.tag(call.context, { ...key, name }, change);
    },
  };
}

const TAGGED = /^(?:event-bus\/(?<bus>[^/]+)|rule\/(?:(?<on>[^/]+)\/)?(?<rule>[^/]+))$/;

function meantBy({ actor }: WireCall, text: string) {
  const arn = parseArn(text);
  const { bus, on = 'default', rule } = TAGGED.exec(arn?.resource ?? '')?.groups ?? {};
  if (arn?.service !== 'events' || (bus ?? rule) === undefined)
    throw refuse('ResourceARN', `wanted the ARN of an event bus or a rule, got ${text}`);
  const { account, region } = own(actor, arn, text);
  if (region !== actor.region) throw notFound('RESOURCE', text);
  return { account, region, bus: bus ?? on, name: rule };
}

interface Given {
  DeadLetterConfig?: { Arn?: string | undefined } | undefined;
  Description?: string | undefined;
  KmsKeyIdentifier?: string | undefined;
  LogConfig?: { IncludeDetail?: string | undefined; Level?: string | undefined } | undefined;
}

function toChange({ DeadLetterConfig, Description, KmsKeyIdentifier, LogConfig }: Given): BusChange {
  const { Level, IncludeDetail } = LogConfig ?? {};
  return {
    ...(Description ? { description: Description } : {}),
    ...(KmsKeyIdentifier ? { kmsKey: KmsKeyIdentifier } : {}),
    ...(DeadLetterConfig?.Arn ? { deadLetterArn: DeadLetterConfig.Arn } : {}),
    ...(LogConfig
      ? { logConfig: { ...(Level ? { level: Level } : {}), ...(IncludeDetail ? { detail: IncludeDetail } : {}) } }
      : {}),
  };
}

const settingsOf = ({ description, kmsKey, deadLetterArn, logConfig }: Bus) => ({
  Description: description,
  KmsKeyIdentifier: kmsKey,
  DeadLetterConfig: deadLetterArn === undefined ? undefined : { Arn: deadLetterArn },
  LogConfig: logConfig && {
    Level: logConfig.level as 'OFF' | undefined,
    IncludeDetail: logConfig.detail as 'NONE' | undefined,
  },
});

const listed = ({ arn, name, description, policy, createdAt, modifiedAt }: Bus) => ({
  Arn: arn,
  Name: name,
  Description: description,
  Policy: policy,
  CreationTime: createdAt,
  LastModifiedTime: modifiedAt,
});

const refuse = (name: string, message: string) => invalid(`${name}: ${message}`, { name, message });
