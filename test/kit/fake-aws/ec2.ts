import { type Answer, type Asked, FakeError, listed } from './protocols.ts';

interface FakeInstance {
  state: string;
  /** What it is becoming, after it was looked at so many times. */
  becomes?: { state: string; looks: number };
  checks: 'ok' | 'initializing' | 'impaired';
  tags: Record<string, string>;
}

interface FakeImage {
  name: string;
  state: string;
  becomes?: { state: string; looks: number };
  snapshots: string[];
}

/** EC2, as far as runbooks use it. */
export interface FakeEc2 {
  instances: Map<string, FakeInstance>;
  images: Map<string, FakeImage>;
  snapshots: Set<string>;
  tags: Map<string, Record<string, string>>;
  answer(asked: Asked): Answer | undefined;
}

const ON_THE_WAY: Record<string, [way: string, end: string]> = {
  StartInstances: ['pending', 'running'],
  StopInstances: ['stopping', 'stopped'],
  TerminateInstances: ['shutting-down', 'terminated'],
};

export function fakeEc2(): FakeEc2 {
  const instances = new Map<string, FakeInstance>();
  const images = new Map<string, FakeImage>();
  const snapshots = new Set<string>();
  const tags = new Map<string, Record<string, string>>();
  const once = new Map<string, Answer>();
  let made = 0;
  const id = (kind: string) => `${kind}-${String(++made).padStart(17, '0')}`;
  const look = <T extends { state: string; becomes?: { state: string; looks: number } }>(thing: T) => {
    if (thing.becomes && thing.becomes.looks-- <= 0) {
      thing.state = thing.becomes.state;
      delete thing.becomes;
    }
    return thing.state;
  };
  const missing = (kind: string, name: string) =>
    new FakeError(`Invalid${kind}ID.NotFound`, `The ${kind} ID '${name}' does not exist`);
  const state = (name: string) => ({ name });

  const changed = ({ operation, input }: Asked): Answer => {
    const names = listed(input, 'InstanceId');
    const unknown = names.find((name) => !instances.has(name));
    if (unknown !== undefined) return missing('Instance', unknown);
    const [way, end] = ON_THE_WAY[operation]!;
    const instancesSet = names.map((name) => {
      const one = instances.get(name)!;
      const previousState = state(one.state);
      if (one.state !== end) {
        one.state = way;
        one.becomes = { state: end, looks: 1 };
      }
      return { instanceId: name, previousState, currentState: state(one.state) };
    });
    return { instancesSet };
  };

  const makeImage = ({ operation, input }: Asked): Answer => {
    const imageId = id('ami');
    const snapshot = id('snap');
    snapshots.add(snapshot);
    images.set(imageId, {
      name: String(input['Name']),
      state: 'pending',
      becomes: { state: 'available', looks: 1 },
      snapshots: [snapshot],
    });
    return operation === 'CopyImage' || operation === 'CreateImage' ? { imageId } : {};
  };

  const operations: Record<string, (asked: Asked) => Answer> = {
    StartInstances: changed,
    StopInstances: changed,
    TerminateInstances: changed,
    DescribeInstances: ({ input }) => {
      const names = listed(input, 'InstanceId');
      const unknown = names.find((name) => !instances.has(name));
      if (unknown !== undefined) return missing('Instance', unknown);
      const instancesSet = names.map((name) => ({
        instanceId: name,
        instanceState: state(look(instances.get(name)!)),
      }));
      return { reservationSet: [{ reservationId: 'r-1', instancesSet }] };
    },
    DescribeInstanceStatus: ({ input }) => ({
      instanceStatusSet: listed(input, 'InstanceId').map((name) => {
        const one = instances.get(name)!;
        const status = { status: one.checks };
        if (one.checks === 'initializing') one.checks = 'ok';
        return { instanceId: name, instanceState: state(one.state), instanceStatus: status, systemStatus: status };
      }),
    }),
    RunInstances: ({ input }) => {
      const instancesSet = Array.from({ length: Number(input['MaxCount']) }, () => {
        const instanceId = id('i');
        instances.set(instanceId, {
          state: 'pending',
          becomes: { state: 'running', looks: 1 },
          checks: 'ok',
          tags: {},
        });
        return { instanceId, instanceState: state('pending') };
      });
      return { reservationId: 'r-1', instancesSet };
    },
    CreateImage: makeImage,
    CopyImage: makeImage,
    DescribeImages: ({ input }) => {
      const [name = ''] = listed(input, 'ImageId');
      const image = images.get(name);
      if (!image) return missing('AMI', name);
      const blockDeviceMapping = image.snapshots.map((snapshotId) => ({
        deviceName: '/dev/sda1',
        ebs: { snapshotId },
      }));
      return { imagesSet: [{ imageId: name, imageState: look(image), name: image.name, blockDeviceMapping }] };
    },
    DeregisterImage: ({ input }) =>
      images.delete(String(input['ImageId'])) ? { return: true } : missing('AMI', String(input['ImageId'])),
    DeleteSnapshot: ({ input }) =>
      snapshots.delete(String(input['SnapshotId']))
        ? { return: true }
        : missing('Snapshot', String(input['SnapshotId'])),
    CreateSnapshot: ({ input }) => {
      const snapshotId = id('snap');
      snapshots.add(snapshotId);
      return { snapshotId, volumeId: input['VolumeId'], status: 'pending', startTime: '2026-01-02T03:10:00.000Z' };
    },
    DescribeSnapshots: ({ input }) => ({
      snapshotSet: listed(input, 'SnapshotId').map((snapshotId) => ({ snapshotId, status: 'completed' })),
    }),
    CreateTags: ({ input }) => {
      for (const name of listed(input, 'ResourceId')) {
        const pairs = [1, 2, 3].flatMap((n) =>
          input[`Tag.${n}.Key`] ? [[String(input[`Tag.${n}.Key`]), String(input[`Tag.${n}.Value`])]] : [],
        );
        tags.set(name, { ...tags.get(name), ...Object.fromEntries(pairs) });
      }
      return { return: true };
    },
  };
  return {
    ...{ instances, images, snapshots, tags },
    answer(asked) {
      const token = asked.input['ClientToken'];
      if (typeof token !== 'string') return operations[asked.operation]?.(asked);
      const known = once.get(`${asked.operation} ${token}`) ?? operations[asked.operation]?.(asked);
      if (known) once.set(`${asked.operation} ${token}`, known);
      return known;
    },
  };
}
