export type { IncidentAttempt } from './facts.sql.ts';
export { createInsight, type Insight } from './insight.ts';
export type { Foreseen, ForeseenItem, Foresight } from './predictions.ts';
export type { WouldBe } from './replay.ts';
export type { NearMiss, ReplayAsked, Replayed, ReplayPosition } from './replays.ts';
export type { Cause, CauseName, MissedEvent, Why, WhyIncident, WhyLine, WhyQuestion } from './why.ts';
