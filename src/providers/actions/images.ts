import type { AwsAction } from './aws-action.ts';
import { again, done, type Fields, fail, isFields, rows, type Step, textIn } from './step.ts';

const LOOK_SECONDS = 15;

/** An image of an instance, until it is available. Its API takes no token: twice asked would be two images, or a refusal. */
export const createImage: AwsAction = {
  name: 'aws:createImage',
  unknown: () => 'ask',
  async run(step) {
    const { inputs } = step;
    const description = inputs.optional('ImageDescription');
    const input = {
      InstanceId: inputs.text('InstanceId'),
      Name: inputs.text('ImageName'),
      ...(description !== undefined && { Description: description }),
      ...(inputs.given['NoReboot'] !== undefined && { NoReboot: inputs.flag('NoReboot') }),
      ...inputs.pick('BlockDeviceMappings'),
    };
    return makeImage(step, 'CreateImage', input);
  },
};

/** A copy of another region's image in this one. */
export const copyImage: AwsAction = {
  name: 'aws:copyImage',
  async run(step) {
    const { inputs } = step;
    const description = inputs.optional('ImageDescription');
    const input = {
      ...inputs.pick('SourceRegion', 'SourceImageId', 'KmsKeyId', 'ClientToken'),
      Name: inputs.text('ImageName'),
      ...(description !== undefined && { Description: description }),
      ...(inputs.given['Encrypted'] !== undefined && { Encrypted: inputs.flag('Encrypted') }),
    };
    return makeImage(step, 'CopyImage', input);
  },
};

async function makeImage({ progress, ask }: Step, operation: string, input: Fields) {
  if (progress?.['imageId'] === undefined) {
    const imageId = textIn(await ask({ service: 'ec2', operation, input }), 'ImageId');
    return again({ imageId }, LOOK_SECONDS);
  }
  const imageId = textIn(progress, 'imageId');
  const [image = {}] = rows(await describe(ask, imageId), 'Images');
  const state = textIn(image, 'State');
  const outputs = { ImageId: imageId, ImageState: state };
  if (state === 'available') return done(outputs, outputs);
  if (state === 'pending' || state === '' || state === 'transient') return again({ imageId, state }, LOOK_SECONDS);
  const why = isFields(image['StateReason']) ? `: ${textIn(image['StateReason'], 'Message')}` : '';
  throw fail('Verification', 'PostVerification', `The image ${imageId} is ${state}${why}.`, outputs);
}

const describe = (ask: Step['ask'], imageId: string) =>
  ask({ service: 'ec2', operation: 'DescribeImages', input: { ImageIds: [imageId] } });

/** An image and the snapshots that it is made of. These are noted before the image goes: afterwards nobody could tell them. */
export const deleteImage: AwsAction = {
  name: 'aws:deleteImage',
  async run({ inputs, progress, ask, tryTo, call }) {
    const imageId = inputs.text('ImageId');
    if (progress?.['snapshots'] === undefined) {
      const [image] = rows(await describe(ask, imageId), 'Images');
      if (!image) throw fail('Action', 'Invocation', `There is no image ${imageId}.`);
      const devices = rows(image, 'BlockDeviceMappings').flatMap(({ Ebs }) =>
        isFields(Ebs) ? [textIn(Ebs, 'SnapshotId')] : [],
      );
      const snapshots = devices.filter((name) => name !== '');
      if (!call.isDry) return again({ snapshots }, 0);
    }
    const snapshots = (progress?.['snapshots'] ?? []) as string[];
    await tryTo({ service: 'ec2', operation: 'DeregisterImage', input: { ImageId: imageId } }, /NotFound|Unavailable/);
    for (const SnapshotId of snapshots) {
      await tryTo({ service: 'ec2', operation: 'DeleteSnapshot', input: { SnapshotId } }, /NotFound/);
    }
    return done({ ImageId: imageId, SnapshotIds: snapshots });
  },
};
