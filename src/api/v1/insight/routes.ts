import { routes } from '../route.ts';
import { NewPrediction, Prediction, PredictionQuery, Why, WhyQuery } from './schemas.ts';

const group = 'Insight';
const prediction = { path: '/predictions', group, access: 'read', answer: Prediction } as const;

export const insightRoutes = routes({
  predict: {
    ...prediction,
    method: 'GET',
    summary: 'Tell who would be woken, how and when',
    about: 'The engine itself, with a moved clock. Nothing is stored, and nothing is sent.',
    query: PredictionQuery,
  },
  makePrediction: {
    ...prediction,
    method: 'POST',
    summary: 'The same, with a body',
    about: 'For answers of contacts that are named by their ARNs. Nothing is stored: it may be repeated as you like.',
    body: NewPrediction,
  },
  why: {
    method: 'GET',
    path: '/why',
    group,
    summary: 'Tell why a person was, or was not, paged',
    about: 'From what was kept of the time around a moment, or of one incident.',
    access: 'read',
    query: WhyQuery,
    answer: Why,
  },
});
