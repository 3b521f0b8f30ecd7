export type { Check, Finding, Patient } from './check.ts';
export { type DoctorRooms, ownChecks } from './checks.ts';
export { createDoctor, type Doctor } from './doctor.ts';
