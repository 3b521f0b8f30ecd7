import { routes } from '../route.ts';
import {
  NewRotation,
  Preview,
  PreviewedRotation,
  Rotation,
  RotationChange,
  RotationFilter,
  RotationPage,
} from './rotations-schemas.ts';
import { RotationId } from './words.ts';

const group = 'Rotations';

export const rotationRoutes = routes({
  listRotations: {
    method: 'GET',
    path: '/rotations',
    group,
    summary: 'List rotations, oldest first',
    access: 'read',
    query: RotationFilter,
    answer: RotationPage,
  },
  createRotation: {
    method: 'POST',
    path: '/rotations',
    group,
    summary: 'Make a rotation',
    access: 'write',
    body: NewRotation,
    answer: Rotation,
    status: 201,
    location: (answer: { id: string }) => `/rotations/${answer.id}`,
    versioned: true,
  },
  previewRotation: {
    method: 'POST',
    path: '/rotations/preview',
    group,
    summary: 'Show the shifts that a rotation would have',
    about: 'Nothing is stored.',
    access: 'read',
    body: PreviewedRotation,
    answer: Preview,
  },
  getRotation: {
    method: 'GET',
    path: '/rotations/{rotationId}',
    group,
    summary: 'Show a rotation',
    access: 'read',
    params: RotationId,
    answer: Rotation,
    versioned: true,
  },
  editRotation: {
    method: 'PATCH',
    path: '/rotations/{rotationId}',
    group,
    summary: 'Change a rotation',
    about: 'Who is on call stays on call, unless `startsAt` asks for another count.',
    access: 'write',
    params: RotationId,
    body: RotationChange,
    answer: Rotation,
    versioned: true,
    match: 'required',
  },
  deleteRotation: {
    method: 'DELETE',
    path: '/rotations/{rotationId}',
    group,
    summary: 'Delete a rotation, with its overrides and swaps',
    access: 'write',
    params: RotationId,
  },
});
