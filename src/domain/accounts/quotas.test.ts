import assert from 'node:assert/strict';
import { test } from 'node:test';
import { within } from '#kernel/quota';
import { Refusal } from '#kernel/refusal';
import { quotasFrom, quotaTable } from './quotas.ts';

test('codes and settings are each one quota’s own, and a default can be set', () => {
  const all = Object.values(quotaTable);
  assert.equal(new Set(all.map(({ code }) => code)).size, all.length);
  assert.equal(new Set(all.map(({ setting }) => setting)).size, all.length);
  for (const one of all) assert.ok(one.default <= one.max && (one.default > 0 || 'none' in one), one.code);
});

test('what AWS documents is the default', () => {
  const quotas = quotasFrom();
  const known = {
    engagementsPerPlan: 5,
    actionsPerPlan: 1,
    integrationsPerPlan: 1,
    notificationTargetsPerPlan: 10,
    chatTopicsPerPlan: 5,
    contactsPerRotation: 30,
    rotationsPerSchedule: 8,
    tagsPerResource: 50,
    referencesPerEvent: 10,
    relatedItemsPerIncident: 100,
    regionsPerReplicationSet: 3,
  } as const;
  for (const [name, limit] of Object.entries(known))
    assert.equal(quotas[name as keyof typeof known].limit, limit, name);
});

test('a setting is the limit; 0 means none where none is allowed', () => {
  const quotas = quotasFrom({ MUSTER_QUOTA_PLANS: 7, MUSTER_QUOTA_OPEN_INCIDENTS: 0 });
  assert.deepEqual([quotas.plans.limit, quotas.openIncidents.limit], [7, undefined]);
  assert.equal(quotasFrom({ MUSTER_QUOTA_OPEN_INCIDENTS: 9 }).openIncidents.limit, 9);
});

test('as many as the quota are taken; one more is refused with the number, the code and what to do', () => {
  const { tagsPerResource, openIncidents } = quotasFrom();
  const resource = { type: 'CONTACT', id: 'ana' };
  within(tagsPerResource, 50, resource);
  within(openIncidents, 1e9, resource);
  assert.throws(
    () => within(tagsPerResource, 51, resource),
    (error) => {
      assert.ok(error instanceof Refusal);
      assert.deepEqual(
        [error.kind, error.details],
        ['quotaExceeded', { resourceType: 'CONTACT', resourceId: 'ana', quotaCode: 'TAGS_PER_RESOURCE' }],
      );
      assert.equal(
        error.message,
        'Wanted at most 50 tags of a resource, got 51. Take some away first, or have the administrator raise MUSTER_QUOTA_TAGS_PER_RESOURCE.',
      );
      return true;
    },
  );
});
