import { parseContactArn } from '#domain/contacts';
import { type Override, parseRotationArn, previewShifts, type Rotation, rotationArn, type Shift } from '#domain/oncall';
import { invalid } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { type InputOf, type ListAsked, own, paged, type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import { toRecurrence, toWireRecurrence } from './recurrence.ts';
import type { ssmContacts } from './service.ts';
import type { rotationOperations } from './service-rotation.ts';

/** The operations on rotations, their overrides and shifts. */
export function rotationHandlers({
  rotations,
  overrides,
  replicationSets,
  cursors,
}: Rooms): SomeHandlers<typeof ssmContacts, keyof typeof rotationOperations> {
  const rotationOf = (call: WireCall, arn: string) => own(call.actor, parseRotationArn(arn, 'RotationId'), arn);
  const people = (call: WireCall, arns: readonly string[], field: string) =>
    arns.map((arn, index) => own(call.actor, parseContactArn(arn, `${field}[${index}]`), arn));
  /**
   * Shifts are one after another: the end of the last one is where the next page begins. The token also keeps the instant
   * of the first page, which stands for a start that was not given.
   */
  const shiftPage = async (call: WireCall, asked: ListAsked & { from: Date | undefined }, shifts: ShiftsFrom) => {
    let begun = call.now;
    const fetch = (limit: number, position: unknown) => {
      const [end, first] = (position ?? []) as [string?, string?];
      if (first) begun = new Date(first);
      return shifts(limit, end ? new Date(end) : (asked.from ?? begun), begun);
    };
    const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ end }) => [end, begun]);
    return { NextToken: nextToken, RotationShifts: items.map(toWireShift) };
  };
  return {
    CreateRotation: async (call, input) => {
      await replicationSets.require(call.context, call.actor.account, 'validation');
      const arn = await rotations.create(call.context, call.now, call.actor, {
        name: input.Name,
        contacts: people(call, input.ContactIds, 'ContactIds'),
        ...(input.StartTime ? { startTime: input.StartTime } : {}),
        timeZone: input.TimeZoneId,
        recurrence: toRecurrence(input.Recurrence),
        tags: tagsOf(input.Tags),
      });
      return { RotationArn: arn };
    },
    GetRotation: async (call, input) =>
      toWireRotation(await rotations.get(call.context, rotationOf(call, input.RotationId))),
    ListRotations: async (call, input) => {
      const { account, region } = call.actor;
      const prefix = input.RotationNamePrefix ?? '';
      const asked = { token: input.NextToken, size: input.MaxResults, filters: [prefix] };
      const fetch = (limit: number, after: unknown) =>
        rotations.list(call.context, { account, region, prefix, limit, ...(after ? { after: after as string } : {}) });
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ id }) => id);
      return { Rotations: items.map(toWireRotation), NextToken: nextToken };
    },
    UpdateRotation: async (call, input) => {
      await rotations.update(call.context, call.now, rotationOf(call, input.RotationId), {
        ...(input.ContactIds ? { contacts: people(call, input.ContactIds, 'ContactIds') } : {}),
        ...(input.StartTime ? { startTime: input.StartTime } : {}),
        ...(input.TimeZoneId ? { timeZone: input.TimeZoneId } : {}),
        recurrence: toRecurrence(input.Recurrence),
      });
      return {};
    },
    DeleteRotation: async (call, input) => {
      await rotations.remove(call.context, call.now, rotationOf(call, input.RotationId));
      return {};
    },
    CreateRotationOverride: async (call, input) => {
      const id = await overrides.create(call.context, call.now, call.actor, rotationOf(call, input.RotationId), {
        start: input.StartTime,
        end: input.EndTime,
        contacts: people(call, input.NewContactIds, 'NewContactIds'),
      });
      return { RotationOverrideId: id };
    },
    GetRotationOverride: async (call, input) => {
      const rotation = rotationOf(call, input.RotationId);
      const override = await overrides.get(call.context, rotation, input.RotationOverrideId);
      return { ...toWireOverride(override), RotationArn: rotationArn(rotation) };
    },
    ListRotationOverrides: async (call, input) => {
      const rotation = rotationOf(call, input.RotationId);
      const range = { from: input.StartTime, to: input.EndTime };
      const asked = { token: input.NextToken, size: input.MaxResults, filters: [input.RotationId, range] };
      const fetch = (limit: number, after: unknown) =>
        overrides.list(call.context, rotation, { ...range, limit, ...positionOf(after) });
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ start, id }) => [start, id]);
      return { NextToken: nextToken, RotationOverrides: items.map(toWireOverride) };
    },
    DeleteRotationOverride: async (call, input) => {
      await overrides.remove(call.context, call.now, rotationOf(call, input.RotationId), input.RotationOverrideId);
      return {};
    },
    ListRotationShifts: async (call, input) => {
      const rotation = rotationOf(call, input.RotationId);
      const { StartTime: from, EndTime: to, NextToken: token, MaxResults: size } = input;
      const asked = { token, size, filters: [input.RotationId, from, to], from };
      return shiftPage(call, asked, (limit, at) => rotations.shifts(call.context, rotation, { from: at, to, limit }));
    },
    ListPreviewRotationShifts: async (call, input) => {
      const { StartTime: from, EndTime: to, NextToken: token, MaxResults: size, ...rotation } = input;
      const recurrence = toRecurrence(rotation.Recurrence);
      const overridesAsked = toReplacements(rotation.Overrides);
      const asked = { token, size, filters: [from, to, rotation], from };
      return shiftPage(call, asked, async (limit, at, now) => {
        const start = rotation.RotationStartTime ?? from ?? now;
        const schedule = { members: rotation.Members, start, timeZone: rotation.TimeZoneId, recurrence };
        return previewShifts({ schedule, overrides: overridesAsked, from: at, to, limit });
      });
    },
  };
}

/** At most `limit` shifts from an instant on; `now` is that of the first page. */
type ShiftsFrom = (limit: number, from: Date, now: Date) => Promise<Shift[]>;

function positionOf(after: unknown): { after?: { start: Date; id: string } } {
  if (!after) return {};
  const [start, id] = after as [string, string];
  return { after: { start: new Date(start), id } };
}

function toReplacements(given: InputOf<typeof ssmContacts, 'ListPreviewRotationShifts'>['Overrides']) {
  return (given ?? []).map(({ StartTime, EndTime, NewMembers }, index) => {
    if (StartTime && EndTime) return { start: StartTime, end: EndTime, members: NewMembers ?? [] };
    const message = `Overrides[${index}]: it needs a StartTime and an EndTime`;
    throw invalid(message, { name: 'Overrides', message });
  });
}

const toWireRotation = (rotation: Rotation) => ({
  ContactIds: rotation.contacts,
  Name: rotation.name,
  Recurrence: toWireRecurrence(rotation.recurrence),
  RotationArn: rotationArn(rotation),
  StartTime: rotation.startTime,
  TimeZoneId: rotation.timeZone,
});

const toWireOverride = (override: Override) => ({
  CreateTime: override.createdAt,
  EndTime: override.end,
  NewContactIds: override.members,
  RotationOverrideId: override.id,
  StartTime: override.start,
});

const toWireShift = ({ start, end, members, overridden }: Shift) => ({
  ContactIds: members,
  EndTime: end,
  ...(overridden ? { ShiftDetails: { OverriddenContactIds: overridden } } : {}),
  StartTime: start,
  Type: overridden ? ('OVERRIDDEN' as const) : ('REGULAR' as const),
});
