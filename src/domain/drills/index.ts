export type { Drill, DrillTerms } from './drill.ts';
export { createDrills, type Drills, type PersonScore } from './drills.ts';
export { drillHandler, drillInvariant } from './handlers.ts';
export { drillNotices } from './notices.ts';
