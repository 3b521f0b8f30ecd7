import { ChannelOwner } from '../channels/schemas.ts';
import { routes } from '../route.ts';
import { Drill, DrillFilter, DrillPage, DrillScoreFilter, DrillScorePage, DrillTerms } from './schemas.ts';

const group = 'Drills';
const one = { path: '/contacts/{contact}/drill', group, params: ChannelOwner } as const;

export const drillRoutes = routes({
  listDrills: {
    method: 'GET',
    path: '/drills',
    group,
    summary: 'List who is drilled, by alias',
    access: 'read',
    query: DrillFilter,
    answer: DrillPage,
  },
  listDrillScores: {
    method: 'GET',
    path: '/drill-scores',
    group,
    summary: 'List how the channels of those who are drilled did in their last drills',
    access: 'read',
    query: DrillScoreFilter,
    answer: DrillScorePage,
  },
  getDrill: { ...one, method: 'GET', summary: 'Show a person’s drills', access: 'read', answer: Drill },
  setDrill: {
    ...one,
    method: 'PUT',
    summary: 'Opt a person in, or change the terms',
    about:
      'A small test page goes to each activated channel in turn, at an instant within the window that nobody knows. Never while a page of theirs is live, and what a stop holds up is left out.',
    access: 'write',
    body: DrillTerms,
    answer: Drill,
  },
  deleteDrill: { ...one, method: 'DELETE', summary: 'Opt a person out', access: 'write' },
});
