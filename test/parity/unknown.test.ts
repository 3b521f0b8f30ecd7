import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ProtocolName } from '#wire/service';
import { awsOperations } from '../../scripts/coverage/page.ts';
import { openWorld, type World } from '../kit/world.ts';
import { services } from './kit/services.ts';
import { type Raw, send } from './kit/wire.ts';

/** Every operation of AWS's that is not there says so by name, in each protocol of its service. */

/** How a service is spoken to. */
interface Manner {
  signingName: string;
  wires: readonly ProtocolName[];
  target?: string | undefined;
  apiVersion: string;
}

/** Of services that Muster does not have, so that their clients hear the same. */
const strangers: Readonly<Record<string, Manner>> = {
  secretsmanager: {
    signingName: 'secretsmanager',
    wires: ['awsJson1.1'],
    target: 'secretsmanager',
    apiVersion: '2017-10-17',
  },
  cloudtrail: {
    signingName: 'cloudtrail',
    wires: ['awsJson1.1'],
    target: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101',
    apiVersion: '2013-11-01',
  },
  iam: { signingName: 'iam', wires: ['awsQuery'], apiVersion: '2010-05-08' },
};

function mannerOf(name: string): Manner {
  const service = services.find(({ serviceName }) => serviceName === name);
  if (service) return { ...service, wires: service.protocols };
  const stranger = strangers[name];
  assert.ok(stranger, `${name} is neither declared nor a stranger: say how it is spoken to`);
  return stranger;
}

function requestOf({ target, apiVersion }: Manner, wire: ProtocolName, name: string): Raw {
  switch (wire) {
    case 'awsJson1.0':
    case 'awsJson1.1':
      return {
        method: 'POST',
        path: '/',
        headers: { 'content-type': `application/x-amz-json-${wire.slice(-3)}`, 'x-amz-target': `${target}.${name}` },
        body: '{}',
      };
    case 'awsQuery':
      return {
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `Action=${name}&Version=${apiVersion}`,
      };
    case 'rpcv2Cbor':
      return {
        method: 'POST',
        path: `/service/${target}/operation/${name}`,
        headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
        body: '',
      };
    case 'restJson1':
      return {
        method: 'POST',
        path: `/${name.charAt(0).toLowerCase()}${name.slice(1)}`,
        headers: { 'content-type': 'application/json' },
        body: '{}',
      };
  }
}

const EXPECTED: Readonly<Record<ProtocolName, readonly [status: number, code: string]>> = {
  'awsJson1.0': [400, 'UnknownOperationException'],
  'awsJson1.1': [400, 'UnknownOperationException'],
  awsQuery: [400, 'InvalidAction'],
  restJson1: [404, 'UnknownOperationException'],
  rpcv2Cbor: [404, 'UnknownOperationException'],
};

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

for (const [name, all] of Object.entries(awsOperations)) {
  const service = services.find(({ serviceName }) => serviceName === name);
  const missing = all.filter((each) => !service?.operations.has(each));
  if (missing.length === 0) continue;
  test(`${name}: each of ${missing.length} operations that are not there is unknown, by name`, async () => {
    const manner = mannerOf(name);
    const faults: string[] = [];
    for (const wire of manner.wires) {
      for (const operation of missing) {
        const { status, code, text } = await send(world, manner, requestOf(manner, wire, operation));
        const [wantedStatus, wantedCode] = EXPECTED[wire];
        const named = text.includes(wire === 'restJson1' ? operation.slice(1) : operation);
        if (status !== wantedStatus || code !== wantedCode || !named)
          faults.push(`${operation} over ${wire}: ${status} ${code} ${text.slice(0, 200)}`);
      }
    }
    assert.deepEqual(faults, []);
  });
}

test('every service of ours has its names', () => {
  const strange = services
    .filter(({ serviceName }) => !awsOperations[serviceName])
    .map(({ serviceName }) => serviceName);
  assert.deepEqual(strange, []);
});
