import { routes } from '../route.ts';
import {
  IntakeKey,
  IntakeKeyFilter,
  IntakeKeyId,
  IntakeKeyPage,
  IntakePreview,
  MadeIntakeKey,
  NewIntakeKey,
  NewIntakePreview,
} from './schemas.ts';

const group = 'Intake';

export const intakeRoutes = routes({
  listIntakeKeys: {
    method: 'GET',
    path: '/intake/keys',
    group,
    summary: 'List intake keys, newest first',
    about: 'The revoked ones, too. No key is shown.',
    access: 'administer',
    query: IntakeKeyFilter,
    answer: IntakeKeyPage,
  },
  createIntakeKey: {
    method: 'POST',
    path: '/intake/keys',
    group,
    summary: 'Make an intake key',
    about: 'With it another system brings alerts, and can do nothing else. It is shown this once.',
    access: 'administer',
    body: NewIntakeKey,
    answer: MadeIntakeKey,
    status: 201,
    location: (answer: { key: { id: string } }) => `/intake/keys/${answer.key.id}`,
    unrepeatable: true,
  },
  getIntakeKey: {
    method: 'GET',
    path: '/intake/keys/{keyId}',
    group,
    summary: 'Show an intake key',
    access: 'administer',
    params: IntakeKeyId,
    answer: IntakeKey,
  },
  revokeIntakeKey: {
    method: 'DELETE',
    path: '/intake/keys/{keyId}',
    group,
    summary: 'Revoke an intake key',
    about: 'For ever; within two seconds on every node. It stays in the list.',
    access: 'administer',
    params: IntakeKeyId,
  },
  previewIntake: {
    method: 'POST',
    path: '/intake/previews',
    group,
    summary: 'Show what would be made of a payload',
    about: 'By the source, and a mapping where it takes one. Nothing is stored.',
    access: 'read',
    body: NewIntakePreview,
    answer: IntakePreview,
  },
});
